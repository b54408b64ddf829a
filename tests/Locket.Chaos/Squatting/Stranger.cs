using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Locket.Chaos.Squatting;

/// <summary>A program of the same user that listens where a client looks for its server, keeps all bytes and answers what it likes.</summary>
internal sealed class Stranger : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly MemoryStream _heard = new();
    private readonly List<Task> _talks = [];
    private readonly Func<Stream, byte[], CancellationToken, Task> _answer;
    private readonly Task _work;
    private int _asked;

    private Stranger(Socket listener, Func<Stream, byte[], CancellationToken, Task> answer)
    {
        (_listener, _answer) = (listener, answer);
        _work = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public int Connections { get; private set; }

    /// <summary>How often it was asked to prove that it knows the token.</summary>
    public int Asked => _asked;

    /// <summary>All bytes of all connections.</summary>
    public string Heard
    {
        get
        {
            lock (_heard)
            {
                return Encoding.Latin1.GetString(_heard.ToArray());
            }
        }
    }

    /// <param name="answer">Called with what one read brought; returns when it has said what it wants to say.</param>
    public static Stranger OnPort(Func<Stream, byte[], CancellationToken, Task> answer, IPAddress? address = null, int port = 0)
    {
        var place = new IPEndPoint(address ?? IPAddress.Loopback, port);
        var listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(place);
        listener.Listen();

        return new Stranger(listener, answer);
    }

    public static Stranger OnSocket(string path, Func<Stream, byte[], CancellationToken, Task> answer)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();

        return new Stranger(listener, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _work;
        await Task.WhenAll(_talks);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_end.Token);
                Connections++;
                _talks.Add(TalkAsync(socket));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var buffer = new byte[65_536];
        try
        {
            while (await stream.ReadAsync(buffer, _end.Token) is > 0 and var read)
            {
                lock (_heard)
                {
                    _heard.Write(buffer, 0, read);
                }

                if (buffer.AsSpan(0, read).IndexOf("POST /v1/proof"u8) >= 0)
                {
                    Interlocked.Increment(ref _asked);
                }

                await _answer(stream, buffer[..read], _end.Token);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Either side hung up.
        }
    }
}
