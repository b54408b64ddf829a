using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Locket.Client;

/// <summary>
/// Sends calls and reads answers. A call that a lost connection left in doubt is sent again, under the same key, a few
/// times; after that the doubt is the caller's. A 401 makes it read the token's file once more, because a server that
/// was started anew has a new token.
/// </summary>
internal sealed class Sender(LocketClientOptions options) : IDisposable
{
    private const int Attempts = 3;

    /// <summary>For whoever can take the server's place, and so need not give up.</summary>
    private const int PatientAttempts = 12;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(800);
    private readonly Lock _lock = new();
    private readonly List<Line> _old = [];
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
            _old.ForEach(line => line.Dispose());
            _old.Clear();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendToServerAsync(call, completion, cancellationToken);
            }
            catch (ConnectionLostException lost)
            {
                if (attempt >= MostAttempts || !call.IsRepeatable)
                {
                    throw new LocketUnreachableException(lost.Message, lost.InnerException!);
                }
            }

            await Task.Delay(wait, options.TimeProvider, cancellationToken);
            wait = wait < LongestWait ? wait * 4 : LongestWait;
            await PrepareAsync(cancellationToken);
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

            HttpResponseMessage response;
            try
            {
                response = await SendOnceAsync(line, call, completion, cancellationToken);
            }
            catch (LocketUnauthorizedException) when (!hasReread && call.Only is null && call.IsRewindable && line.Route.Credentials.IsFromFile && Renew(line))
            {
                // Turned away before anything was sent.
                continue;
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                if (hasReread || !IsWorthRereading(response, call, line) || !Renew(line))
                {
                    throw Refusals.Of(line.Route.Address, response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
                }
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
        using var message = call.ToMessage(line.Route.Credentials);
        using var clock = new CancellationTokenSource(call.IsStream ? Timeout.InfiniteTimeSpan : options.Timeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            return await line.SendAsync(message, completion, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LocketUnreachableException($"{line.Route.Address} did not answer within {options.Timeout.TotalSeconds:0.#} seconds", late);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or SocketException)
        {
            throw lost.InnerException is LocketException refused
                ? refused
                : new ConnectionLostException($"{line.Route.Address} cannot be reached: {Reason(lost)}", lost);
        }
    }

    private int MostAttempts => options.BeforeResend is null ? Attempts : PatientAttempts;

    private static bool IsWorthRereading(HttpResponseMessage response, Call call, Line line) =>
        response.StatusCode == HttpStatusCode.Unauthorized && call.Only is null && call.IsRewindable && line.Route.Credentials.IsFromFile;

    private Line Current()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(LocketClient));

            return _line ??= new Line(FindRoute(), options.ClientName);
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

            // Other calls may still be under way on the old line, so it is closed with the client.
            _old.Add(before);
            _line = new Line(route, options.ClientName);

            return true;
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

    private static string Reason(Exception lost) =>
        lost.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.AddressNotAvailable }
            ? "nobody listens there"
            : (lost.InnerException ?? lost).Message;
}
