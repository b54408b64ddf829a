namespace Locket.Storage.Sqlite;

/// <summary>One caller's work, waiting for its turn in a group. It may be given up until it starts, never after.</summary>
internal abstract class WriteUnit
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int GivenUp = 2;
    private int _state;

    /// <returns>False when the caller gave up before.</returns>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Waiting) == Waiting;

    protected bool TryGiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting;

    /// <summary>Does the work and keeps its result for <see cref="Acknowledge"/>.</summary>
    public abstract void Run(WriteSession session);

    public abstract void Acknowledge();

    public abstract void Refuse(Exception reason);
}

internal sealed class WriteUnit<T> : WriteUnit
{
    private readonly Func<WriteSession, ValueTask<T>> _work;
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private T _result = default!;

    public WriteUnit(Func<WriteSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        _work = work;
        _cancellation = cancellationToken.UnsafeRegister((unit, token) => ((WriteUnit<T>)unit!).GiveUp(token), this);
    }

    public Task<T> Done => _done.Task;

    // The writer has a thread of its own; a work that really waits holds up the group, as it would hold a lock.
    public override void Run(WriteSession session)
    {
        var running = _work(session);
        _result = running.IsCompletedSuccessfully ? running.Result : running.AsTask().GetAwaiter().GetResult();
    }

    public override void Acknowledge()
    {
        _cancellation.Unregister();
        _done.SetResult(_result);
    }

    public override void Refuse(Exception reason)
    {
        _cancellation.Unregister();
        _done.TrySetException(reason);
    }

    private void GiveUp(CancellationToken token)
    {
        if (TryGiveUp())
        {
            _done.TrySetCanceled(token);
        }
    }
}
