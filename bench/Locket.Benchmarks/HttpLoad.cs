using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Locket.Benchmarks;

/// <summary>
/// Keep-alive HTTP/1.1 over plain sockets: so little of its own that the server's cost is what is measured. Loopback
/// only, bounded in time.
/// </summary>
/// <param name="request">The bytes of the nth request of a client; called with (client, n).</param>
internal sealed class HttpLoad(IPEndPoint server, Func<int, int, byte[]> request)
{
    private const int BufferSize = 64 * 1024;

    public async Task<LoadResult> RunAsync(int clients, TimeSpan duration)
    {
        using var end = new CancellationTokenSource(duration);
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => ClientAsync(client, end.Token))));
        watch.Stop();

        var times = runs.SelectMany(run => run.Ticks).ToArray();
        Array.Sort(times);

        return new LoadResult(times.Length, runs.Sum(run => run.Refused), watch.Elapsed, times);
    }

    private async Task<(List<long> Ticks, int Refused)> ClientAsync(int client, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, CancellationToken.None);
        var buffer = new byte[BufferSize];
        var ticks = new List<long>(100_000);
        var refused = 0;
        for (var count = 0; !end.IsCancellationRequested; count++)
        {
            var bytes = request(client, count);
            var start = Stopwatch.GetTimestamp();
            await socket.SendAsync(bytes, CancellationToken.None);
            var status = await ReadAsync(socket, buffer);
            ticks.Add(Stopwatch.GetTimestamp() - start);
            refused += status is >= 200 and < 300 ? 0 : 1;
        }

        return (ticks, refused);
    }

    private static async Task<int> ReadAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            filled += read;
            if (IsWhole(buffer.AsSpan(0, filled)))
            {
                return int.Parse(Encoding.ASCII.GetString(buffer, "HTTP/1.1 ".Length, 3), System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(bytes[..head]);
        var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return bytes.EndsWith("0\r\n\r\n"u8);
        }

        var line = text[(at + "Content-Length: ".Length)..];
        var length = int.Parse(line.Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);

        return bytes.Length >= head + 4 + length;
    }
}

/// <param name="Ticks">Of each request, sorted; see <see cref="Stopwatch.Frequency"/>.</param>
internal sealed record LoadResult(int Requests, int Refused, TimeSpan Elapsed, long[] Ticks)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;

    public double Milliseconds(double quantile) =>
        Ticks.Length == 0 ? 0 : Ticks[Math.Min(Ticks.Length - 1, (int)(Ticks.Length * quantile))] * 1000.0 / Stopwatch.Frequency;
}
