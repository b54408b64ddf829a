using System.Collections.Concurrent;

namespace Locket.Server.Stdio;

/// <summary>
/// MCP on stdin and stdout: each line is carried to the owner of the data directory, each answer comes back as one line.
/// Nothing but JSON-RPC is ever written to the output.
/// </summary>
/// <remarks>
/// Requests of both eras of the protocol are independent of each other; a handshake only decides which version header the
/// later ones carry.
/// </remarks>
internal sealed partial class StdioBridge(OwnerLink link, Stream input, Stream output, TimeProvider clock, ILogger<StdioBridge> logger)
    : IDisposable
{
    /// <summary>Messages under way at once; reading waits when there are so many.</summary>
    private const int MaxUnderWay = 256;

    private readonly LineReader _reader = new(input);
    private readonly LineWriter _writer = new(output);
    private readonly SemaphoreSlim _room = new(MaxUnderWay, MaxUnderWay);
    private readonly ConcurrentDictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private string? _client;
    private string? _negotiatedVersion;

    /// <summary>Runs until the input ends and every request read from it is answered, or until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (await _reader.ReadAsync(stop.Token) is { } line)
            {
                await TakeAsync(line, stop);
            }

            // Nobody is left to be told what a subscription would tell.
            Cancel(call => call.Message.Method == StdioMessage.Listen);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Cancel(_ => true);
        }

        await AllDoneAsync();
    }

    public void Dispose()
    {
        _room.Dispose();
        _writer.Dispose();
    }

    private async Task TakeAsync(Line line, CancellationTokenSource stop)
    {
        if (line.IsBlank)
        {
            return;
        }

        var (message, error) = line.IsTooLong
            ? (null, JsonRpc.Error(null, JsonRpc.InvalidRequest, $"the message is longer than {LineReader.MaxLength} bytes"))
            : StdioMessage.Read(line.Bytes);
        if (message is { Method: StdioMessage.Cancelled })
        {
            Cancel(call => call.Message.Id == message.CancelledId);
            return;
        }

        await _room.WaitAsync(stop.Token);
        var work = message is null ? RefuseAsync(error, stop) : CarryAsync(message, stop);
        if (message?.Method == StdioMessage.Initialize)
        {
            // What follows carries the version that this is answered with.
            await work;
        }
    }

    private async Task RefuseAsync(byte[]? error, CancellationTokenSource stop)
    {
        try
        {
            await WriteAsync(error, stop);
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task CarryAsync(StdioMessage message, CancellationTokenSource stop)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var call = new Call(message, cancel);
        try
        {
            if (message.Id is { } id && !_calls.TryAdd(id, call))
            {
                await WriteAsync(JsonRpc.Error(id, JsonRpc.InvalidRequest, "a request with this id is still under way"), stop);
                return;
            }

            await CarryAsync(call, stop);
        }
        finally
        {
            End(call);
            _room.Release();
        }
    }

    private async Task CarryAsync(Call call, CancellationTokenSource stop)
    {
        var message = call.Message;
        _client = message.Client ?? _client;
        try
        {
            await foreach (var answer in link.CallAsync(Envelope(message), call.Cancel.Token))
            {
                if (message.Method == StdioMessage.Initialize)
                {
                    _negotiatedVersion = JsonRpc.NegotiatedVersion(answer) ?? _negotiatedVersion;
                }

                if (message.Id is { } id && JsonRpc.Answers(answer, id))
                {
                    End(call);
                }

                await WriteAsync(answer, stop);
            }
        }
        catch (OperationCanceledException) when (call.Cancel.IsCancellationRequested)
        {
            // The client has said that it wants no answer.
        }
        catch (Exception failure)
        {
            // The top of this call: whatever broke, the client must not wait for ever, and the other calls go on.
            LogFailed(failure, message.Method);
            End(call);
            await WriteAsync(message.Id is { } id ? JsonRpc.Error(id, JsonRpc.InternalError, "the bridge to the memory server failed") : null, stop);
        }
    }

    /// <summary>Before its answer is written: whoever has read that may use the id again at once.</summary>
    private void End(Call call)
    {
        if (call.Message.Id is { } id)
        {
            _calls.TryRemove(KeyValuePair.Create(id, call));
        }
    }

    /// <summary>Every tool call has its key before it is sent the first time, so that sending it again is harmless.</summary>
    private Envelope Envelope(StdioMessage message) => new(
        message,
        message.Method == StdioMessage.CallTool ? Guid.CreateVersion7(clock.GetUtcNow()).ToString("n") : null,
        _client,
        _negotiatedVersion);

    private async Task WriteAsync(byte[]? message, CancellationTokenSource stop)
    {
        if (message is null)
        {
            return;
        }

        try
        {
            await _writer.WriteAsync(message);
        }
        catch (IOException)
        {
            // Nobody reads the answers any more, so there is nothing left to do.
            await stop.CancelAsync();
        }
    }

    private void Cancel(Func<Call, bool> which)
    {
        foreach (var call in _calls.Values.Where(which))
        {
            call.Cancel.Cancel();
        }
    }

    private async Task AllDoneAsync()
    {
        for (var room = 0; room < MaxUnderWay; room++)
        {
            await _room.WaitAsync(CancellationToken.None);
        }
    }

    private sealed record Call(StdioMessage Message, CancellationTokenSource Cancel);

    [LoggerMessage(EventId = 305, Level = LogLevel.Error, Message = "Carrying {Method} to the memory server failed.")]
    private partial void LogFailed(Exception failure, string method);
}
