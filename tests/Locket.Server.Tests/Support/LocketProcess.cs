using System.Diagnostics;

namespace Locket.Server.Tests.Support;

/// <summary>The shipped program in a process of its own, with an environment that knows nothing of the machine's.</summary>
internal sealed class LocketProcess : IAsyncDisposable
{
    /// <summary>Not the folder of whoever runs the tests.</summary>
    private static readonly string State = Directory.CreateTempSubdirectory("locket-state-").FullName;

    private readonly Process _process;

    private LocketProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Without the program's name.</param>
    /// <param name="input">What stands on stdin.</param>
    /// <param name="environment">More variables.</param>
    public static async Task<Ended> RunAsync(
        IReadOnlyList<string> arguments, string input = "", params IReadOnlyList<(string Name, string Value)> environment)
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var running = new LocketProcess(Start(arguments, environment));
        var output = running._process.StandardOutput.ReadToEndAsync(cancelled);
        var error = running._process.StandardError.ReadToEndAsync(cancelled);
        try
        {
            await running._process.StandardInput.WriteAsync(input.AsMemory(), cancelled);
            running._process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: what it says and its exit code tell why.
        }

        await running._process.WaitForExitAsync(cancelled);

        return new Ended(running._process.ExitCode, await output, await error);
    }

    /// <summary>Starts it as a terminal does, and leaves its stdin open.</summary>
    /// <remarks>
    /// Whoever starts the tests may have Ctrl-C ignored, as a shell does for what runs behind it, and children inherit that; <c>env</c> puts
    /// an end to it and becomes the program.
    /// </remarks>
    public static LocketProcess Begin(IReadOnlyList<string> arguments) =>
        new(Start(arguments, [], OperatingSystem.IsLinux() ? ["/usr/bin/env", "--default-signal=INT"] : []));

    /// <summary>Writes to its stdin, as far as it reads.</summary>
    public Task WriteAsync(string text) => _process.StandardInput.WriteAsync(text.AsMemory(), TestContext.Current.CancellationToken);

    /// <summary>Sends a signal, such as <c>TERM</c>, and reads to its end what it says.</summary>
    public async Task<Ended> AskToEndAsync(string signal)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using (var kill = Process.Start("/bin/kill", [$"-{signal}", $"{Id}"]))
        {
            await kill.WaitForExitAsync(cancelled);
        }

        var (output, error) = (_process.StandardOutput.ReadToEndAsync(cancelled), _process.StandardError.ReadToEndAsync(cancelled));
        await _process.WaitForExitAsync(cancelled);

        return new Ended(_process.ExitCode, await output, await error);
    }

    /// <summary>Starts <c>locket serve</c> on a data directory and waits until it is ready.</summary>
    public static async Task<LocketProcess> ServeAsync(string data)
    {
        var running = new LocketProcess(Start(["serve", "--data", data, "--port", "0", "--log-level", "error"], []));
        running._process.ErrorDataReceived += (_, _) => { };
        running._process.BeginErrorReadLine();
        while (await running._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == "Locket is ready")
            {
                return running;
            }
        }

        await running.DisposeAsync();

        throw new InvalidOperationException("The server ended before it was ready.");
    }

    /// <summary>Like a power cut, but for what is in the page cache.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static Process Start(
        IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> environment, params IReadOnlyList<string> launcher)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "locket.exe" : "locket");
        string[] line = [.. launcher, program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MCP_", StringComparison.Ordinal) || name.StartsWith("LOCKET_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["XDG_STATE_HOME"] = State;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>What a process left behind.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
