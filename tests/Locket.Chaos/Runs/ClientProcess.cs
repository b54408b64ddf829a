using System.Diagnostics;

namespace Locket.Chaos.Runs;

/// <summary>The program that writes, in a process of its own, started anew as often as it is killed.</summary>
internal sealed class ClientProcess(IReadOnlyList<string> arguments, Ledger ledger) : IAsyncDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private Task _listening = Task.CompletedTask;

    /// <summary>Ends when the first write was reported.</summary>
    public Task First => _first.Task;

    /// <summary>Ends when everything was written and nothing waits.</summary>
    public Task Drained => _drained.Task;

    /// <summary>The last that it said was in its way; complete when it has ended.</summary>
    public string Errors { get; private set; } = "";

    public void Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["write", "--from", ledger.Next(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Quiet.Environment(start);
        _process = Process.Start(start)!;
        _listening = ListenAsync(_process);
    }

    public async Task KillAndStartAsync()
    {
        await KillAsync();
        if (!Drained.IsCompleted)
        {
            Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await KillAsync();
            process.Dispose();
            _process = null;
        }
    }

    // What it managed to say before it was killed counts.
    private async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        await _listening;
    }

    private async Task ListenAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "drained")
            {
                _drained.TrySetResult();
            }

            ledger.Note(line);
            _first.TrySetResult();
        }

        Errors += string.Join('\n', (await errors).Split('\n').TakeLast(5));
    }
}
