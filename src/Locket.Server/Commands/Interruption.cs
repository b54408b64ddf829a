using System.Runtime.InteropServices;

namespace Locket.Server.Commands;

/// <summary>
/// A signal that asks this process to end (Ctrl-C, SIGTERM). The command hears of it by its token and may tidy up; one that does not
/// come to its end is left behind.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _signal;

    public Interruption(TimeProvider clock)
    {
        _clock = clock;
        _registrations = [Register(PosixSignal.SIGINT, number: 2), Register(PosixSignal.SIGTERM, number: 15)];
    }

    /// <summary>For the command, to end it.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>The number of the first signal that came; 0 before.</summary>
    public int Signal => Volatile.Read(ref _signal);

    /// <returns>What the command ends with.</returns>
    /// <exception cref="OperationCanceledException">It was asked to end and did not within its time.</exception>
    public async Task<int> AwaitAsync(Task<int> command, TimeSpan grace)
    {
        await Task.WhenAny(command, Task.Delay(Timeout.InfiniteTimeSpan, _clock, Token));
        await Task.WhenAny(command, Task.Delay(command.IsCompleted ? TimeSpan.Zero : grace, _clock));

        return command.IsCompleted ? await command : throw new OperationCanceledException();
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _asked.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, heard =>
    {
        // Or the runtime would end the process, and leave behind what a stop takes away.
        heard.Cancel = true;
        if (Interlocked.CompareExchange(ref _signal, number, 0) == 0)
        {
            _asked.Cancel();
        }
    });
}
