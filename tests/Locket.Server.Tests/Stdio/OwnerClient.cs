using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Locket.Server.Hosting;

namespace Locket.Server.Tests.Stdio;

/// <summary>Asks whoever owns a directory to leave, as a starting server does.</summary>
internal sealed class OwnerClient : IDisposable
{
    private readonly HttpClient _http;

    public OwnerClient(string data)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(HostFiles.Socket(data)), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://localhost"),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(HostFiles.Token(data)));
    }

    public async Task<HttpStatusCode> AskToYieldAsync() =>
        (await _http.PostAsync(OwnerEndpoints.YieldPath, null, TestContext.Current.CancellationToken)).StatusCode;

    public void Dispose() => _http.Dispose();
}
