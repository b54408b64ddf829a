using System.Net;
using System.Net.Sockets;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>Stands between a client and its server, and fails when it is told to.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<int> _port;
    private readonly Task _accepting;

    /// <param name="port">Where the server is by now.</param>
    public Relay(Func<int> port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>So many requests reach the server, and their answers get lost on the way back.</summary>
    public int AnswersToLose { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                if (IsDown)
                {
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, _port(), _closing.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
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
