namespace Locket.Server.Embedding;

/// <summary>Counts who is inside of native code, so that nothing is freed under a call: the last one out does it.</summary>
internal sealed class UseCount(Action free)
{
    private readonly Lock _lock = new();
    private int _users;
    private bool _isClosed;

    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _users++;
        }
    }

    public void Leave()
    {
        bool isLast;
        lock (_lock)
        {
            _users--;
            isLast = _isClosed && _users == 0;
        }

        if (isLast)
        {
            free();
        }
    }

    /// <summary>Lets nobody in any more, and frees now or when the last one leaves.</summary>
    public void Close()
    {
        bool isIdle;
        lock (_lock)
        {
            isIdle = !_isClosed && _users == 0;
            _isClosed = true;
        }

        if (isIdle)
        {
            free();
        }
    }
}
