using System.Diagnostics;
using System.Globalization;

namespace Locket.Chaos;

/// <summary>The real server in a process of its own, to be killed.</summary>
internal sealed class LocketServer : IDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private LocketServer(Process process, string data) => (_process, _data) = (process, data);

    public int Port => int.Parse(File.ReadAllText(Path.Combine(_data, ".mcp_port")), CultureInfo.InvariantCulture);

    public string Token => File.ReadAllText(TokenFile);

    public string TokenFile => Path.Combine(_data, ".mcp_token");

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<LocketServer> StartAsync(string program, string data, params string[] more)
    {
        var start = new ProcessStartInfo(program, ["serve", "--data", data, "--port", "0", "--log-level", "error", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Quiet.Environment(start);
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "Locket is ready")
            {
                return new LocketServer(process, data);
            }
        }

        throw new InvalidOperationException("the server did not start: " + await errors);
    }

    /// <summary>As a crash would: nothing is withdrawn and nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
