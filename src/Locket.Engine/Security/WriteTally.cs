namespace Locket.Engine.Security;

/// <summary>
/// How many changes were written on behalf of one caller, which is one request: a call that changes a thousand memories is to cost
/// whoever makes it what it costs everybody else.
/// </summary>
public sealed class WriteTally
{
    private readonly SortedDictionary<string, int> _redacted = new(StringComparer.Ordinal);
    private long _changes;

    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>What was taken out of what was written: kinds, and how many of each.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Redacted
    {
        get
        {
            lock (_redacted)
            {
                return [.. _redacted];
            }
        }
    }

    internal void Redact(string kind)
    {
        lock (_redacted)
        {
            _redacted[kind] = _redacted.GetValueOrDefault(kind) + 1;
        }
    }

    internal void Count() => Interlocked.Increment(ref _changes);
}
