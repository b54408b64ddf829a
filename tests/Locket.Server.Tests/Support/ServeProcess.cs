using System.Diagnostics;

namespace Locket.Server.Tests.Support;

/// <summary>A real <c>locket</c> in a process of its own.</summary>
internal sealed class ServeProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];

    private ServeProcess(Process process) => _process = process;

    public IReadOnlyList<string> Said => _said;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public static ServeProcess Start(string data, Dictionary<string, string>? variables = null, params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "locket" + (OperatingSystem.IsWindows() ? ".exe" : "")))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["serve", "--data", data, "--port", "0", .. more])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        return new ServeProcess(Process.Start(start)!);
    }

    /// <summary>Reads its lines until it says that it is ready, or until it ends.</summary>
    public async Task<bool> IsReadyAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            _said.Add(line);
            if (line == "Locket is ready")
            {
                return true;
            }
        }

        return false;
    }

    public Task<string> ReadErrorsAsync() => _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

    public void KillAtOnce() => _process.Kill();

    public void Ask(string signal)
    {
        using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{Id}"]);
        kill.WaitForExit();
    }

    public Task EndAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

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
