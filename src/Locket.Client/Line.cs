using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Locket.Client;

/// <summary>An open line to one server. Follows no redirect, keeps no cookie, and asks no proxy about an address of this machine.</summary>
internal sealed class Line : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private readonly HttpClient _http;

    public Line(Route route, string clientName)
    {
        Route = route;
        _http = new HttpClient(Handler(route)) { BaseAddress = route.Address.Base, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.TryParseAdd(clientName);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    public Route Route { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken) =>
        _http.SendAsync(request, completion, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(Route route)
    {
        var address = route.Address;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLocal,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        if (address.Socket is { } path)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        }
        else if (address.IsLocal)
        {
            handler.ConnectCallback = (context, cancellationToken) => ConnectLocallyAsync(context.DnsEndPoint, route.Credentials.IsOfFolder, cancellationToken);
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            if (Posix.PeerOf(socket) is { } user && user != Posix.User)
            {
                throw new LocketUnauthorizedException($"user {user} listens at {path}, so no token is sent there");
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A resolver may answer anything to "localhost"; the token goes to loopback whatever it says.
    private static async ValueTask<Stream> ConnectLocallyAsync(DnsEndPoint endPoint, bool isOwnOnly, CancellationToken cancellationToken)
    {
        var host = endPoint.Host.Trim('[', ']');
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        for (var at = 0; ; at++)
        {
            var socket = new Socket(addresses[at].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[at], endPoint.Port, cancellationToken);
                if (isOwnOnly && Squatter.On(endPoint.Port) is { } user)
                {
                    throw new LocketUnauthorizedException($"user {user} listens on port {endPoint.Port}, so the session token is not sent there");
                }

                return new NetworkStream(socket, ownsSocket: true);
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
}
