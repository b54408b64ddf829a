namespace Locket.Engine.Security;

/// <summary>
/// How many changes were written on behalf of one caller, which is one request: a call that changes a thousand memories is to cost
/// whoever makes it what it costs everybody else.
/// </summary>
public sealed class WriteTally
{
    private long _changes;

    public long Changes => Interlocked.Read(ref _changes);

    internal void Count() => Interlocked.Increment(ref _changes);
}
