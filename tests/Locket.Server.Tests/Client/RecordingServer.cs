using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Locket.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Locket.Server.Tests.Client;

/// <summary>A server that knows some tokens and is not Locket otherwise: it notes what it is sent and answers what the test says.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Seen> _seen = [];
    private readonly IReadOnlyList<string> _tokens;
    private int _proofs;

    private RecordingServer(WebApplication app, IReadOnlyList<string> tokens) => (_app, _tokens) = (app, tokens);

    /// <summary>How often it was asked to prove what it knows; those are no requests.</summary>
    public int Proofs => _proofs;

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
    /// <param name="knows">The tokens that it proves to know; <c>t</c> when null.</param>
    public static async Task<RecordingServer> StartAsync(Func<HttpContext, int, Task> answer, string? socket = null, IReadOnlyList<string>? knows = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, socket));
        var server = new RecordingServer(builder.Build(), knows ?? ["t"]);
        server._app.Run(async context =>
        {
            if (context.Request.Path == "/" + ServerProof.Path)
            {
                await server.ProveAsync(context);
                return;
            }

            await answer(context, await server.NoteAsync(context.Request));
        });
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

    private async Task ProveAsync(HttpContext context)
    {
        Interlocked.Increment(ref _proofs);
        var request = (await JsonSerializer.DeserializeAsync(context.Request.Body, ProofJson.Default.ProofRequest, context.RequestAborted))!;
        var nonce = ServerProof.Read(request.Nonce)!;
        var claim = ServerProof.Read(request.Proof)!;
        if (_tokens.Select(ServerProof.KeyOf).FirstOrDefault(key => ServerProof.OfClient(key, nonce).SequenceEqual(claim)) is not { } known)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentLength = 0;
            return;
        }

        var ip = context.Connection.LocalIpAddress;
        var address = ip is null ? ServerProof.Socket : new IPEndPoint(ip, context.Connection.LocalPort).ToString();
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new ProofAnswer(address, Base64Url.EncodeToString(ServerProof.OfServer(known, nonce, address))), ProofJson.Default.ProofAnswer);
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
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
