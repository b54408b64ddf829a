using System.Diagnostics;
using Locket.Client;

namespace Locket.Quality;

/// <summary>The shipped program on a data directory of its own, ended and removed when disposed. Nothing of it is bent for the measurement.</summary>
internal sealed class LocketProcess : IAsyncDisposable
{
    private const string Ready = "Locket is ready";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;

    private LocketProcess(Process process, string folder) => (_process, _folder) = (process, folder);

    public static async Task<LocketProcess> StartAsync(string program)
    {
        var folder = Directory.CreateTempSubdirectory("locket-quality-").FullName;
        var start = new ProcessStartInfo(program, ["serve", "--data", folder, "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new LocketProcess(Process.Start(start)!, folder);
        var errors = server._process.StandardError.ReadToEndAsync();
        using var end = new CancellationTokenSource(StartLimit);
        while (await server._process.StandardOutput.ReadLineAsync(end.Token) is { } line)
        {
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                _ = server._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return server;
            }
        }

        throw new InvalidOperationException($"{program} ended before it was ready: {await errors}");
    }

    /// <summary>Finds address and token as any user of this data directory does.</summary>
    public Task<LocketClient> ConnectAsync() => LocketClient.ConnectAsync(new LocketClientOptions { DataDirectory = _folder, ClientName = "quality" });

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
