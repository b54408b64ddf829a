using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Locket.Server.Tests.Client;

/// <summary>A server that is not Locket: it notes what it is sent and answers what the test says.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Seen> _seen = [];

    private RecordingServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public int Port => Address.Port;

    public IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <param name="answer">Gets the number of the request, from 1.</param>
    /// <param name="socket">Path of a unix socket to listen on; a port of 127.0.0.1 when null.</param>
    public static async Task<RecordingServer> StartAsync(Func<HttpContext, int, Task> answer, string? socket = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, socket));
        var server = new RecordingServer(builder.Build());
        server._app.Run(async context => await answer(context, await server.NoteAsync(context.Request)));
        await server._app.StartAsync(TestContext.Current.CancellationToken);

        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Listen(KestrelServerOptions kestrel, string? socket)
    {
        if (socket is null)
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            return;
        }

        kestrel.ListenUnixSocket(socket);
    }

    private async Task<int> NoteAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        var seen = new Seen(
            request.Method,
            request.Path + request.QueryString,
            request.Headers.Authorization.ToString(),
            request.Headers["Idempotency-Key"].ToString(),
            body);
        lock (_seen)
        {
            _seen.Add(seen);

            return _seen.Count;
        }
    }

    internal sealed record Seen(string Method, string Target, string Authorization, string Key, string Body);
}
