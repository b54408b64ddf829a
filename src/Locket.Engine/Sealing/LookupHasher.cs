using System.Buffers.Binary;
using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Sealing;

/// <summary>
/// Keyed hashes by which a store finds things it cannot read. The key is the space's own, does not rotate and dies with
/// the space, so equal hashes tell nothing across spaces and a guess cannot be confirmed without it.
/// </summary>
public sealed class LookupHasher(Keyring keyring)
{
    private const int MacLength = 16;

    /// <summary>8 bytes as a number: small enough to index cheaply; a hit is always compared in full.</summary>
    public long OfContent(Guid incarnation, ReadOnlySpan<byte> canonical) =>
        BinaryPrimitives.ReadInt64BigEndian(HMACSHA256.HashData(keyring.Of(incarnation).Lookup, canonical));

    /// <returns>16 bytes.</returns>
    public byte[] OfRequestKey(Guid incarnation, string principal, string key) =>
        Hash(incarnation, new Canonical("request key").Add(principal).Add(key));

    /// <returns>16 bytes.</returns>
    public byte[] OfRequest(Guid incarnation, string operation, ReadOnlySpan<byte> request) =>
        Hash(incarnation, new Canonical("request").Add(operation).Add(request));

    /// <returns>16 bytes: names an object in the audit log.</returns>
    public byte[] OfSubject(Guid incarnation, MemoryId id) => Hash(incarnation, new Canonical("subject").Add(id.Value));

    /// <returns>32 bytes: ties an audit entry to the plaintext of its row.</returns>
    public byte[] OfRecord(Guid incarnation, ReadOnlySpan<byte> plaintext) =>
        HMACSHA256.HashData(keyring.Of(incarnation).Lookup, new Canonical("record").Add(plaintext).ToBytes());

    private byte[] Hash(Guid incarnation, Canonical canonical) =>
        HMACSHA256.HashData(keyring.Of(incarnation).Lookup, canonical.ToBytes())[..MacLength];
}
