using System.Net;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Engine.Tokens;
using Locket.Server.Background;
using Locket.Server.Diagnostics;
using Locket.Server.Settings;
using Locket.Storage;

namespace Locket.Server.Hosting;

/// <summary>
/// One running owner of a data directory. A start takes the lock, binds, unwraps the keys, answers, and only then publishes its
/// token and port: whoever can read them finds a server that works. A stop withdraws them first and gives the
/// lock back last, so that nothing is removed under a successor.
/// </summary>
internal sealed class LocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDirectoryLock _owner;
    private readonly ListenSockets _sockets;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _stop;

    private LocketHost(WebApplication app, IDirectoryLock owner, string directory, string socketPath, ListenSockets sockets, string sessionToken)
    {
        (_app, _owner, _sockets) = (app, owner, sockets);
        (Data, SocketPath, SessionToken) = (directory, socketPath, sessionToken);
        _stop = new Lazy<Task>(LeaveAsync);
    }

    /// <summary>The data directory, absolute and with links resolved.</summary>
    public string Data { get; }

    /// <summary>Where it listens on TCP; null when it does not.</summary>
    public Uri? Address { get; private init; }

    public string SocketPath { get; }

    public string SessionToken { get; }

    public string TokenFile => HostFiles.Token(Data);

    public IServiceProvider Services => _app.Services;

    /// <summary>Ends when the host has stopped and the directory is free, whoever asked for it.</summary>
    public Task Completion => _completion.Task;

    /// <exception cref="DirectoryTakenException">Another process owns the data directory.</exception>
    /// <exception cref="DirectoryException">The data directory is not safe to use.</exception>
    /// <exception cref="KeyringException">The keys cannot be had.</exception>
    /// <exception cref="SettingsException">The settings do not fit together, or no port is free.</exception>
    public static async Task<LocketHost> StartAsync(HostRequest request, CancellationToken cancellationToken)
    {
        var owner = request.Lock;
        try
        {
            if (request.ListenTcp)
            {
                ListenRules.Demand(request.Settings);
            }

            var directory = StorageServices.OpenDirectory(request.Settings.Data, TimeProvider.System);
            owner ??= directory.TryTake(request.Role) ?? throw new DirectoryTakenException(directory.Path, directory.ReadOwner());
            var settings = request.Settings with { Data = directory.Path };

            return await StartAsync(request with { Settings = settings }, owner, cancellationToken);
        }
        catch
        {
            // Whoever cannot serve must not keep others out.
            owner?.Dispose();
            throw;
        }
    }

    /// <summary>Stops taking requests, finishes those under way within the limit, removes its files and frees the directory.</summary>
    public Task StopAsync() => _stop.Value;

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<LocketHost> StartAsync(HostRequest request, IDirectoryLock owner, CancellationToken cancellationToken)
    {
        var data = request.Settings.Data;
        var socketPath = HostFiles.Socket(data);
        var files = StorageServices.OpenPrivateFiles();
        HostFiles.Withdraw(files, data);
        var sockets = ListenSockets.Bind(request.Settings, socketPath, request.ListenTcp);
        WebApplication? app = null;
        try
        {
            app = Composition.Build(request, owner, socketPath, sockets);

            // Opens the storage: without its keys nothing may answer or be published.
            app.Services.GetRequiredService<Keyring>();
            var token = request.Role == HostRole.Serve && request.Settings.SessionToken is { } own ? own : AccessToken.NewSession();
            app.Services.GetRequiredService<Gatekeeper>().OpenSession(token);
            await app.Services.GetRequiredService<TokenKeeper>().OpenAsync(cancellationToken);
            var host = new LocketHost(app, owner, data, socketPath, sockets, token) { Address = AddressOf(sockets.Tcp, request.Settings) };
            app.Services.GetRequiredService<Ownership>().OnYield(() => _ = host.StopAsync());
            await app.StartAsync(cancellationToken);
            HostFiles.Publish(files, data, token, sockets.Tcp?.Port);
            app.Services.GetRequiredService<Readiness>().Status = Readiness.Ready;

            return host;
        }
        catch
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            sockets.Dispose();
            throw;
        }
    }

    private async Task LeaveAsync()
    {
        // Off the caller's stack: a request that asked for it must be able to finish.
        await Task.Yield();
        try
        {
            _app.Services.GetRequiredService<Readiness>().Status = Readiness.Degraded;
            HostFiles.Withdraw(_app.Services.GetRequiredService<IPrivateFiles>(), Data);
            await _app.StopAsync(CancellationToken.None);
        }
        finally
        {
            await _app.DisposeAsync();
            _sockets.Dispose();
            File.Delete(SocketPath);
            _owner.Dispose();
            _completion.TrySetResult();
        }
    }

    private static Uri? AddressOf(IPEndPoint? endPoint, LocketSettings settings)
    {
        if (endPoint is null)
        {
            return null;
        }

        // "Any address" is nothing a client can ask for; from this machine loopback is one of them.
        var host = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : endPoint.Address;

        return new UriBuilder(settings.TlsCertificate is null ? "http" : "https", host.ToString(), endPoint.Port).Uri;
    }
}
