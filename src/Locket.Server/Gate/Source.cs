using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Locket.Server.Gate;

/// <summary>
/// Where a request comes from, as far as one guesser can be told from another: an IPv4 address, the /64 network of an IPv6
/// address (a single host owns all of it), or the unix socket.
/// </summary>
internal readonly record struct Source(byte Kind, ulong Value)
{
    private const byte UnixSocket = 0;
    private const byte V4 = 4;
    private const byte V6 = 6;

    public static Source Of(IPAddress? address)
    {
        if (address is null)
        {
            return new Source(UnixSocket, 0);
        }

        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);

        return plain.AddressFamily == AddressFamily.InterNetwork
            ? new Source(V4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new Source(V6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
