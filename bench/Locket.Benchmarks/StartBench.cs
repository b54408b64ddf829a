using System.Diagnostics;
using System.Net.Sockets;

namespace Locket.Benchmarks;

/// <summary>
/// From process start to the first answered request, over HTTP and over stdio, and memory when idle; beside it the time
/// that Node takes to start the official server-memory, in the same run.
/// </summary>
internal static class StartBench
{
    private const int Rounds = 10;
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    /// <param name="binary">The published native binary.</param>
    /// <param name="node">Node and the script of the official server-memory; empty leaves it out.</param>
    public static async Task RunAsync(Report report, string binary, string[] node)
    {
        var http = new List<double>();
        var stdio = new List<double>();
        var other = new List<double>();
        var memory = new List<(double Http, double Stdio)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (ready, resident) = await HttpAsync(binary);
            var (answer, ours) = await StdioAsync(binary, "stdio", "--data", "{data}");
            http.Add(ready);
            stdio.Add(answer);
            memory.Add((resident, ours));
            if (node.Length > 0)
            {
                other.Add((await StdioAsync(node[0], node[1..])).Milliseconds);
            }
        }

        report.Line($"Medians of {Rounds} interleaved rounds, a new data directory each time.").Line("");
        report.Table("", "Locket", "server-memory on Node", "ratio");
        report.Row("start to first /health 200, ms", Report.Round(Median(http)), "", "");
        report.Row("start to first stdio answer, ms", Report.Round(Median(stdio)), node.Length > 0 ? Report.Round(Median(other)) : "not run", node.Length > 0 ? Report.Round(Median(stdio) / Median(other)) : "");
        report.Line("").Table("", "measured", "goal");
        if (node.Length > 0)
        {
            report.Goal("stdio start ÷ Node's", Median(stdio) / Median(other), 0.35);
        }

        report.Goal("idle memory HTTP, MB", Median(memory.Select(pair => pair.Http)), 60)
            .Goal("idle memory stdio, MB", Median(memory.Select(pair => pair.Stdio)), 45);
    }

    private static async Task<(double Milliseconds, double Megabytes)> HttpAsync(string binary)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await ServerProcess.StartAsync([binary, "serve", "--data", "{data}", "--port", "0"], Self.StartLimit);
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{server.EndPoint}/health"), CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    break;
                }
            }
            catch (HttpRequestException refused) when (refused.InnerException is SocketException)
            {
                // Published, and not yet listening: ask again.
            }
        }

        var ready = watch.Elapsed.TotalMilliseconds;
        await RestAsync();

        return (ready, server.ResidentMegabytes);
    }

    private static async Task<(double Milliseconds, double Megabytes)> StdioAsync(string program, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("locket-start-").FullName;
        var watch = Stopwatch.StartNew();
        var start = new ProcessStartInfo(program, arguments.Select(word => word.Replace("{data}", folder, StringComparison.Ordinal)))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MEMORY_FILE_PATH"] = Path.Combine(folder, "memory.jsonl");
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(Initialize);
        await process.StandardInput.FlushAsync();
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"{program} ended without an answer");
        var answered = watch.Elapsed.TotalMilliseconds;
        if (!line.Contains("\"result\"", StringComparison.Ordinal))
        {
            throw new IOException($"{program} answered: {line}");
        }

        await RestAsync();
        var status = await File.ReadAllLinesAsync($"/proc/{process.Id}/status");
        var kilobytes = status.First(entry => entry.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        process.Kill();
        await process.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);

        return (answered, double.Parse(kilobytes, System.Globalization.CultureInfo.InvariantCulture) * 1024 / 1e6);
    }

    private static async Task RestAsync()
    {
        using var timer = new PeriodicTimer(Idle);
        await timer.WaitForNextTickAsync();
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
