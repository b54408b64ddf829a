using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Locket.Benchmarks;

/// <summary>A server in a process of its own, with a data directory of its own, ended and removed when disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const double ClockTicksPerSecond = 100;
    private readonly ProcessStartInfo _start;
    private readonly string _folder;
    private Process _process;

    private ServerProcess(ProcessStartInfo start, string folder) => (_start, _process, _folder) = (start, Process.Start(start)!, folder);

    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    public string Token { get; private set; } = "";

    public string Folder => _folder;

    /// <summary>Processor time of the whole process so far, user and system.</summary>
    public double ProcessorSeconds
    {
        get
        {
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[1].Split(' ');
            return (Number(fields[11]) + Number(fields[12])) / ClockTicksPerSecond;
        }
    }

    /// <summary>Resident memory in MB of 1,000,000 bytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024 / 1e6;
        }
    }

    /// <summary>Starts a program and waits until its files say that it is ready.</summary>
    /// <param name="command">Program and arguments; <c>{data}</c> stands for the data directory.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyList<string> command, TimeSpan limit)
    {
        var folder = Directory.CreateTempSubdirectory("locket-bench-").FullName;
        var start = new ProcessStartInfo(command[0], command.Skip(1).Select(word => word.Replace("{data}", folder, StringComparison.Ordinal)))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServerProcess(start, folder);
        server.Drain();
        await server.ReadyAsync(limit);

        return server;
    }

    /// <summary>Kills it and starts it again on the same directory. It listens elsewhere then, and has another token.</summary>
    public async Task RestartAsync(TimeSpan limit)
    {
        await EndAsync();

        // What a killed owner leaves behind must not be taken for the next one's.
        File.Delete(Path.Combine(_folder, ".mcp_port"));
        File.Delete(Path.Combine(_folder, ".mcp_token"));
        _process = Process.Start(_start)!;
        Drain();
        await ReadyAsync(limit);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Drain()
    {
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task ReadyAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var port = Path.Combine(_folder, ".mcp_port");
        var token = Path.Combine(_folder, ".mcp_token");
        while (!File.Exists(port) || !File.Exists(token))
        {
            await timer.WaitForNextTickAsync(end.Token);
        }

        EndPoint = new IPEndPoint(IPAddress.Loopback, int.Parse((await File.ReadAllTextAsync(port, end.Token)).Trim(), CultureInfo.InvariantCulture));
        Token = (await File.ReadAllTextAsync(token, end.Token)).Trim();
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
