using System.Collections.Concurrent;

namespace Locket.Server.Gate;

/// <summary>
/// Counts failed authentications per source. Past the limit a source's further failures answer with a wait that doubles from
/// 1 to 300 seconds. It never decides about a valid token: whoever shares an address with a guesser must still get in.
/// </summary>
/// <remarks>The table holds at most 50,000 sources; those beyond share one entry, which costs them only their wrong guesses.</remarks>
internal sealed class FailedLogins(TimeProvider clock, int limit)
{
    public const int MaxSources = 50_000;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Source, Record> _records = new();
    private readonly Record _overflow = new();
    private int _count;
    private long _sweptAt = clock.GetTimestamp();

    public int Sources => Volatile.Read(ref _count);

    /// <summary>Notes one failure.</summary>
    /// <returns>How long the source must wait, or null while it is within its limit.</returns>
    public TimeSpan? Note(Source source)
    {
        var record = RecordOf(source);
        lock (record)
        {
            return record.Fail(clock, limit);
        }
    }

    private Record RecordOf(Source source)
    {
        if (_records.TryGetValue(source, out var known))
        {
            return known;
        }

        if (Sources >= MaxSources)
        {
            Sweep();
        }

        if (Sources >= MaxSources)
        {
            return _overflow;
        }

        var record = new Record();
        var kept = _records.GetOrAdd(source, record);
        if (ReferenceEquals(kept, record))
        {
            Interlocked.Increment(ref _count);
        }

        return kept;
    }

    // A sweep walks the whole table, so a flood of new sources may cause one a second and not one each.
    private void Sweep()
    {
        var last = Volatile.Read(ref _sweptAt);
        if (clock.GetElapsedTime(last) < SweepEvery || Interlocked.CompareExchange(ref _sweptAt, clock.GetTimestamp(), last) != last)
        {
            return;
        }

        foreach (var (source, record) in _records)
        {
            if (record.IsForgotten(clock) && _records.TryRemove(source, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private sealed class Record
    {
        private long _windowStart;
        private long _blockedAt;
        private int _failures;
        private int _waits;

        public TimeSpan? Fail(TimeProvider clock, int limit)
        {
            if (_failures == 0 || IsForgotten(clock))
            {
                (_windowStart, _failures, _waits) = (clock.GetTimestamp(), 0, 0);
            }

            _failures++;
            if (_failures <= limit)
            {
                return null;
            }

            // A wait grows only when it was over: hammering on during it neither lengthens nor resets it.
            if (_waits == 0 || Remaining(clock) <= TimeSpan.Zero)
            {
                (_blockedAt, _waits) = (clock.GetTimestamp(), Math.Min(_waits + 1, 10));
            }

            return Remaining(clock);
        }

        /// <summary>A minute without a reason to remember: since the first failure, or since the last wait was over.</summary>
        public bool IsForgotten(TimeProvider clock) =>
            _waits == 0 ? clock.GetElapsedTime(_windowStart) >= Window : Remaining(clock) <= -Window;

        private TimeSpan Remaining(TimeProvider clock)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(1 << (_waits - 1), (int)LongestWait.TotalSeconds));

            return wait - clock.GetElapsedTime(_blockedAt);
        }
    }
}
