using System.Net.Sockets;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>Stands between a client and its server, socket to socket, and fails when it is told to.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _closing = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"locket-relay-{Guid.CreateVersion7():n}.sock");
    private readonly Func<string> _server;
    private readonly Task _accepting;

    /// <param name="server">The socket of the server.</param>
    public Relay(Func<string> server)
    {
        _server = server;
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public Uri Address => new("unix:" + _path);

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>So many requests reach the server, and their answers get lost on the way back.</summary>
    public int AnswersToLose { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
        File.Delete(_path);
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(CarryAsync(await _listener.AcceptAsync(_closing.Token)));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                if (IsDown)
                {
                    return;
                }

                await server.ConnectAsync(new UnixDomainSocketEndPoint(_server()), _closing.Token);
                await using var near = new NetworkStream(client);
                await using var far = new NetworkStream(server);
                await Task.WhenAny(CopyAsync(near, far, isAnswer: false), CopyAsync(far, near, isAnswer: true));
            }
            catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut: that is what it is for.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReadAsync(buffer, _closing.Token)) > 0;)
        {
            if (IsDown)
            {
                return;
            }

            if (isAnswer && AnswersToLose > 0)
            {
                AnswersToLose--;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _closing.Token);
        }
    }
}
