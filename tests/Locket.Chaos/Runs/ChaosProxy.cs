using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Locket.Chaos.Runs;

/// <summary>Carries bytes between a client and a server that may move, and loses, holds back and breaks them when it is told to.</summary>
internal sealed class ChaosProxy : IAsyncDisposable
{
    /// <summary>
    /// Turns of a connection before which an answer is none of a request that was done: TLS has two, and its second carries the first
    /// request.
    /// </summary>
    private const int Handshake = 3;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Pair, bool> _pairs = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _work = [];
    private volatile TaskCompletionSource? _held;
    private volatile bool _isRefusing;
    private volatile int _target;
    private int _cuts;
    private int _answersCut;

    public ChaosProxy()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _work.Add(AcceptAsync());
    }

    public int Port { get; }

    /// <summary>How many answers were lost after the server had begun to give them.</summary>
    public int AnswersCut => Volatile.Read(ref _answersCut);

    /// <summary>The port of the server.</summary>
    public int Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>The next answer to a request is not delivered, and its connection is reset.</summary>
    public void CutNextReply() => Interlocked.Increment(ref _cuts);

    public void ResetAll()
    {
        foreach (var pair in _pairs.Keys)
        {
            pair.Reset();
        }
    }

    /// <summary>Whoever connects is reset at once.</summary>
    public void Refuse(bool isOn) => _isRefusing = isOn;

    /// <summary>From now on nothing comes through, and no connection notices.</summary>
    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again.</summary>
    /// <param name="isLost">Connections of before stay open and dumb, as if the other side had been unplugged.</param>
    public void LetGo(bool isLost)
    {
        if (isLost)
        {
            foreach (var pair in _pairs.Keys)
            {
                pair.IsDumb = true;
            }
        }

        Interlocked.Exchange(ref _held, null)?.TrySetResult();
    }

    /// <summary>Ends every fault that lasts. An answer that was to be cut and has not come yet is cut still: of what had waited, then.</summary>
    public void Heal()
    {
        _isRefusing = false;
        LetGo(isLost: false);
        foreach (var pair in _pairs.Keys.Where(pair => pair.IsDumb))
        {
            pair.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        LetGo(isLost: false);
        ResetAll();
        await Task.WhenAll(_work);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_end.Token);
                _work.Add(CarryAsync(client));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var pair = new Pair(client);
        _pairs[pair] = true;
        try
        {
            if (_isRefusing)
            {
                return;
            }

            await pair.Server.ConnectAsync(IPAddress.Loopback, Target, _end.Token);
            await Task.WhenAny(PumpAsync(pair, pair.Client, pair.Server, isReply: false), PumpAsync(pair, pair.Server, pair.Client, isReply: true));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is there, which the client is told by a reset.
        }
        finally
        {
            pair.Reset();
            _pairs.TryRemove(pair, out _);
        }
    }

    private async Task PumpAsync(Pair pair, Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var read)
            {
                if (_held is { } held)
                {
                    await held.Task.WaitAsync(_end.Token);
                }

                pair.Turn(isReply);
                if (pair.IsDumb)
                {
                    continue;
                }

                if (isReply && pair.Turns >= Handshake && TakeCut())
                {
                    Interlocked.Increment(ref _answersCut);
                    return;
                }

                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
                }
            }

            if (pair.IsDumb)
            {
                // The far end hung up on a line that is cut: nobody hears it.
                await pair.Over.WaitAsync(_end.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either end is gone, and so is the other in a moment.
        }
    }

    private bool TakeCut()
    {
        while (Volatile.Read(ref _cuts) is > 0 and var left)
        {
            if (Interlocked.CompareExchange(ref _cuts, left - 1, left) == left)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Pair(Socket client)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _wasReply = true;
        private int _turns;

        public Socket Client { get; } = client;

        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public Task Over => _over.Task;

        public bool IsDumb { get; set; }

        public int Turns => Volatile.Read(ref _turns);

        public void Turn(bool isReply)
        {
            if (!isReply && Volatile.Read(ref _wasReply))
            {
                Interlocked.Increment(ref _turns);
            }

            Volatile.Write(ref _wasReply, isReply);
        }

        // Zero seconds to linger: the other end is told by RST, not by a proper farewell.
        public void Reset()
        {
            foreach (var socket in (Socket[])[Client, Server])
            {
                try
                {
                    socket.LingerState = new LingerOption(true, 0);
                }
                catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
                {
                    // It is closed already.
                }

                socket.Dispose();
            }

            _over.TrySetResult();
        }
    }
}
