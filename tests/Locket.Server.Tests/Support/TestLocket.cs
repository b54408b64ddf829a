using System.Net.Http.Headers;
using System.Net.Sockets;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Diagnostics;
using Locket.Server.Hosting;
using Locket.Server.Settings;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Locket.Server.Tests.Support;

/// <summary>A whole server in a data directory of its own, listening on a port that the system chose.</summary>
internal sealed class TestLocket : IAsyncDisposable
{
    private readonly bool _isOurs;

    private TestLocket(LocketHost host, string data, LogCapture log, bool isOurs) => (Host, Data, Log, _isOurs) = (host, data, log, isOurs);

    public LocketHost Host { get; }

    public string Data { get; }

    public LogCapture Log { get; }

    public Uri Address => Host.Address ?? throw new InvalidOperationException("This one does not listen on TCP.");

    public string Token => Host.SessionToken;

    /// <param name="role">One of <see cref="HostRole"/>.</param>
    /// <param name="data">A directory to use and to leave behind; a new one, removed at the end, when null.</param>
    public static async Task<TestLocket> StartAsync(
        Func<LocketSettings, LocketSettings>? settings = null,
        string role = HostRole.Serve,
        bool listenTcp = true,
        Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? routes = null,
        string? data = null)
    {
        var directory = data ?? Directory.CreateTempSubdirectory("locket-").FullName;
        var log = new LogCapture();
        var basic = new LocketSettings { Data = directory, Port = 0, LogLevel = LogLevel.Debug };
        var host = await LocketHost.StartAsync(
            new HostRequest
            {
                Settings = settings?.Invoke(basic) ?? basic,
                Role = role,
                ListenTcp = listenTcp,
                MoreServices = all =>
                {
                    all.RemoveAll<ILoggerProvider>();

                    // Made by the container, so that it is disposed with it: what was logged is whole then, and its thread gone.
                    all.AddSingleton<ILoggerProvider>(_ => new LineLogging(LogFormat.Json, TimeProvider.System, log));
                    services?.Invoke(all);
                },
                MoreRoutes = routes,
            },
            TestContext.Current.CancellationToken);

        return new TestLocket(host, directory, log, isOurs: data is null);
    }

    /// <summary>A client over TCP that presents the session token, or the given one.</summary>
    public HttpClient Client(string? token = null) => With(new HttpClient { BaseAddress = Address }, token ?? Token);

    /// <summary>A client over TCP that presents no token.</summary>
    public HttpClient Stranger() => new() { BaseAddress = Address };

    /// <summary>A client over the unix socket that presents the session token, or the given one.</summary>
    public HttpClient SocketClient(string? token = null)
    {
        var handler = new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(Host.SocketPath, cancellationToken) };
        return With(new HttpClient(handler) { BaseAddress = new Uri("http://localhost") }, token ?? Token);
    }

    /// <summary>A new named token: the whole secret.</summary>
    public async Task<string> NewTokenAsync(Func<TokenRequest, TokenRequest>? request = null)
    {
        var plain = new TokenRequest { Name = "test", DefaultSpace = SpaceName.Parse("me") };
        var issued = await Host.Services.GetRequiredService<TokenEngine>().CreateAsync(
            Gatekeeper.House(), request?.Invoke(plain) ?? plain, TestContext.Current.CancellationToken);

        return issued.Secret;
    }

    public Task RevokeAsync(string token) => Host.Services.GetRequiredService<TokenEngine>().RevokeAsync(
        Gatekeeper.House(), AccessToken.PublicIdOf(token)!, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_isOurs)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static HttpClient With(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);

        return new NetworkStream(socket, ownsSocket: true);
    }
}
