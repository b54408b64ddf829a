using System.Security.Cryptography;
using Locket.Engine.Text;

namespace Locket.Server.Peers;

/// <summary>
/// Ids made from what a memory is elsewhere: the same memory of the same format always gets the same id. The server keeps such
/// an id and knows it for ever, whether the memory was revised, superseded or forgotten since, so that an import brings back nothing.
/// </summary>
internal static class StableId
{
    private const int Bytes = 16;
    private const int TimeBytes = 6;

    /// <param name="format">One of <see cref="PeerFormats"/>.</param>
    /// <param name="key">See <see cref="PeerMemory.Key"/>.</param>
    /// <param name="part">0 for a whole memory, else which part of it.</param>
    /// <returns>A UUIDv7 (RFC 9562) in 32 digits, with no time and 74 bits of a hash.</returns>
    public static string Of(string format, string key, int part = 0)
    {
        var hash = SHA256.HashData(new Canonical("locket import 1").Add(format).Add(key).Add(part).ToBytes());
        var id = hash.AsSpan(0, Bytes);
        id[..TimeBytes].Clear();
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));

        return Convert.ToHexStringLower(id);
    }
}
