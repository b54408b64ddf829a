using System.Net;
using System.Net.Sockets;

namespace Locket.Client;

/// <summary>
/// Connections within this machine. One that a token will be sent over is opened only to a server that has proved to know that
/// token; a port that is free again, or a socket file left by a crash, may be anybody's by now.
/// </summary>
/// <param name="address">A unix socket, or a port of loopback.</param>
/// <param name="credentials">What will be sent; null for connections that never carry a token.</param>
internal sealed class ProvenConnection(ServerAddress address, Credentials? credentials)
{
    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = address.Socket is { } path ? await ConnectAsync(path, cancellationToken) : await ConnectAsync(cancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (credentials is { } meant)
            {
                await new ProofExchange(address, meant.Token).DemandAsync(stream, PlaceOf(socket), cancellationToken);
            }

            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            if (Posix.PeerOf(socket) is { } user && user != Posix.User)
            {
                throw new LocketUnauthorizedException($"user {user} listens at {path}, so no token is sent there");
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A resolver may answer anything to "localhost"; the token goes to loopback whatever it says.
    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var port = address.Base.Port;
        var host = address.Base.Host.Trim('[', ']');
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[at], port, cancellationToken);
                if (credentials is { IsOfFolder: true } && Squatter.On(port) is { } user)
                {
                    throw new LocketUnauthorizedException($"user {user} listens on port {port}, so the session token is not sent there");
                }

                return socket;
            }
            catch (SocketException) when (at + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static IPEndPoint? PlaceOf(Socket socket) => socket.RemoteEndPoint is IPEndPoint place
        ? new IPEndPoint(place.Address.IsIPv4MappedToIPv6 ? place.Address.MapToIPv4() : place.Address, place.Port)
        : null;
}
