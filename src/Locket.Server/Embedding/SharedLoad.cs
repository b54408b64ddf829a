namespace Locket.Server.Embedding;

/// <summary>
/// Something large that is loaded once, in the background, by whoever asks first. Who asks meanwhile waits on no thread and may give up;
/// what failed is tried again by the next, because a file that was away may be back.
/// </summary>
internal sealed class SharedLoad<T>(Func<T> load)
{
    private readonly Lock _lock = new();
    private Task<T>? _task;
    private bool _isClosed;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_task is null or { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _task = Task.Run(load, CancellationToken.None);
            }

            return _task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Loads no more. What was loaded, or still comes, is given to be let go.</summary>
    public void Close(Action<T> letGo)
    {
        Task<T>? task;
        lock (_lock)
        {
            (task, _task, _isClosed) = (_task, null, true);
        }

        const TaskContinuationOptions Once = TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously;
        task?.ContinueWith(loaded => letGo(loaded.Result), CancellationToken.None, Once, TaskScheduler.Default);
    }
}
