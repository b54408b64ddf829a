using System.Net;
using Locket.Engine;
using Locket.Engine.Tokens;
using Locket.Server.Gate;
using Locket.Server.Mcp;
using Locket.Server.Rest;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Locket.Server.Hosting;

/// <summary>One running owner of a data directory; the only place where the rooms are put together.</summary>
internal sealed class LocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocketHost(WebApplication app, string socketPath, string sessionToken) =>
        (_app, SocketPath, SessionToken) = (app, socketPath, sessionToken);

    /// <summary>Where it listens on TCP; null when it does not.</summary>
    public Uri? Address { get; private set; }

    public string SocketPath { get; }

    public string SessionToken { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Ends when the host has stopped and the directory is free, whoever asked for it.</summary>
    public Task Completion => _app.WaitForShutdownAsync();

    public static async Task<LocketHost> StartAsync(HostRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.Settings.Data);
        var socket = Path.Combine(request.Settings.Data, "locket.sock");
        File.Delete(socket);
        var app = Build(request, socket);
        var host = new LocketHost(app, socket, request.Settings.SessionToken ?? AccessToken.NewSession());
        app.Services.GetRequiredService<Gatekeeper>().OpenSession(host.SessionToken);
        await app.StartAsync(cancellationToken);
        host.Address = request.ListenTcp
            ? app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
                .Where(address => !address.StartsWith("http://unix:", StringComparison.Ordinal)).Select(address => new Uri(address)).First()
            : null;

        return host;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static WebApplication Build(HostRequest request, string socket)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket);
            if (request.ListenTcp)
            {
                kestrel.Listen(IPAddress.Parse(request.Settings.Host), request.Settings.Port ?? 0);
            }
        });
        builder.Services.AddRouting();
        builder.Services.AddEngine().AddGate(request.Settings).AddRestFace();
        builder.Services.AddMcpFace();
        request.MoreServices?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseGate();
        app.MapRestFace();
        app.MapMcpFace();
        request.MoreRoutes?.Invoke(app);

        return app;
    }
}
