using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Locket.Client;

/// <summary>
/// Sends calls and reads answers. A call that a lost connection left in doubt is sent again, under the same key, a few
/// times; after that the doubt is the caller's. A 401 makes it read the token's file once more, because a server that
/// was started anew has a new token.
/// </summary>
internal sealed class Sender(LocketClientOptions options) : IDisposable
{
    private const int OldLines = 16;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = Resilience.OfCalls(options);
    private readonly Lock _lock = new();
    private readonly Queue<Line> _old = [];
    private Line? _line;
    private bool _isDisposed;

    /// <summary>Where the last call went, or the next one will go.</summary>
    public Route Route => Current().Route;

    public async Task<T> AskAsync<T>(Call call, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body, shape) ?? throw new JsonException("null");
        }
        catch (JsonException strange)
        {
            throw new LocketUnreachableException($"{Route.Address} answered with something that is not an answer of Locket", strange);
        }
    }

    /// <summary>For an answer that somebody else understands; empty where it has no body.</summary>
    public async Task<byte[]> ReadAsync(Call call, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(call, cancellationToken);

        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Looks again where the server is and what its token is, as after a lost connection.</summary>
    public void LookAgain()
    {
        if (_line is { } line)
        {
            Renew(line);
        }
    }

    /// <summary>Tries the server with the next call, however often it failed.</summary>
    public Task InsistAsync(CancellationToken cancellationToken) => _line?.InsistAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>For an answer without a body.</summary>
    public Task<HttpResponseMessage> SendAsync(Call call, CancellationToken cancellationToken) =>
        SendAsync(call, HttpCompletionOption.ResponseContentRead, cancellationToken);

    /// <summary>Answers as soon as the head is there; whoever asked reads the body and disposes it.</summary>
    public Task<HttpResponseMessage> OpenAsync(Call call, CancellationToken cancellationToken) =>
        SendAsync(call, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _line?.Dispose();
            while (_old.TryDequeue(out var line))
            {
                line.Dispose();
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var isAgain = false;
        try
        {
            return await _pipeline.RunAsync(
                call,
                async cancelled =>
                {
                    if (isAgain)
                    {
                        await PrepareAsync(cancelled);
                    }

                    isAgain = true;

                    return await SendToServerAsync(call, completion, cancelled);
                },
                cancellationToken);
        }
        catch (ConnectionLostException lost)
        {
            throw new LocketUnreachableException(lost.Message, lost.InnerException!);
        }
        catch (TimeoutRejectedException late)
        {
            throw new LocketUnreachableException(Late(Route, options.Timeout), late);
        }
    }

    // One attempt. A 401 may only say that the server was started anew, so it is worth one more look at the token's file.
    private async Task<HttpResponseMessage> SendToServerAsync(Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        for (var hasReread = false; ; hasReread = true)
        {
            var line = Current();
            if (call.Only is { } only && only != line.Route)
            {
                throw new LocketUnreachableException($"the way to {only.Address} is not the same any more");
            }

            try
            {
                return await SendOnceAsync(line, call, completion, cancellationToken);
            }
            catch (LocketUnauthorizedException) when (!hasReread && call.Only is null && call.IsRewindable && line.Route.Credentials.IsFromFile && Renew(line))
            {
                // Nothing was done for a token that is not valid.
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.BeforeResend is { } prepare)
        {
            await prepare(cancellationToken);
        }

        if (_line is { } line)
        {
            Renew(line);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Line line, Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await AttemptAsync(line, call, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusals.Of(line.Route.Address, response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(Line line, Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await line.SendAsync(call, completion, cancellationToken);
        }
        catch (BrokenCircuitException open)
        {
            throw new LocketUnreachableException(
                $"{line.Route.Address} did not answer again and again, and is left alone for a moment{(open.InnerException is { } last ? $"; the last time: {Reason(last)}" : "")}",
                open);
        }
        catch (Exception late) when (late is TimeoutRejectedException || (late is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Whoever does not answer on one connection may never answer on any of before: the next attempt has new ones.
            Abandon(line);
            throw new ConnectionLostException(Late(line.Route, options.Timeout), late) { IsLate = true };
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException)
        {
            throw lost.InnerException is LocketException refused
                ? refused
                : new ConnectionLostException($"{line.Route.Address} cannot be reached: {Reason(lost)}", lost);
        }
    }

    private static string Late(Route route, TimeSpan limit) => $"{route.Address} did not answer within {limit.TotalSeconds:0.#} seconds";

    private Line Current()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(LocketClient));

            return _line ??= new Line(FindRoute(), options);
        }
    }

    private Route FindRoute()
    {
        try
        {
            return Route.Find(options);
        }
        catch (LocketUnreachableException absent) when (options.BeforeResend is not null)
        {
            throw new ConnectionLostException(absent.Message, absent);
        }
    }

    /// <summary>Looks again where the server is and what its token is.</summary>
    /// <returns>True when that differs from what the line was opened with.</returns>
    private bool Renew(Line before)
    {
        lock (_lock)
        {
            if (_line != before)
            {
                return true;
            }

            var route = Found(before);
            if (route == before.Route)
            {
                return false;
            }

            Replace(before, route);

            return true;
        }
    }

    private void Abandon(Line before)
    {
        lock (_lock)
        {
            if (_line == before && !_isDisposed)
            {
                Replace(before, before.Route);
            }
        }
    }

    // Other calls may still be under way on the old line, so it is closed with the client, or when many have come after it.
    private void Replace(Line before, Route route)
    {
        _old.Enqueue(before);
        _line = new Line(route, options, before);
        if (_old.Count > OldLines)
        {
            _old.Dequeue().Dispose();
        }
    }

    private Route Found(Line before)
    {
        try
        {
            return Route.Find(options);
        }
        catch (LocketUnreachableException)
        {
            // The server is between two lives; where it was is the best guess there is.
            return before.Route;
        }
    }

    // What the system says of a name or a port is for those who know it already.
    private static string Reason(Exception lost) => (lost.InnerException as SocketException ?? lost as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused or SocketError.AddressNotAvailable => "nobody listens there",
        SocketError.HostNotFound or SocketError.NoData => "no machine of that name is known",
        SocketError.TryAgain => "the name cannot be looked up just now",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown => "no way leads there from this machine",
        _ => lost is TimeoutRejectedException ? "no answer came in time" : (lost.InnerException ?? lost).Message,
    };
}
