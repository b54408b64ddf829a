using System.Collections.Concurrent;
using Locket.Engine.Security;

namespace Locket.Server.Gate;

/// <summary>
/// How fast a named token may read and write: a bucket each that holds a minute's worth and refills evenly. A request takes one, and
/// what turned out to be many writes owes the rest. The owner's session token has none: an import or a migration must not crawl.
/// </summary>
internal sealed class CallerRates(TimeProvider clock)
{
    /// <summary>Minutes that one request may keep a token waiting, however much it wrote.</summary>
    public const int MostMinutesOwed = 10;

    private const int SweepAbove = 10_000;
    private static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FullAgain = TimeSpan.FromMinutes(1 + MostMinutesOwed);
    private readonly ConcurrentDictionary<(string TokenId, bool IsWrite), Bucket> _buckets = new();

    /// <summary>Takes one request out of the caller's bucket.</summary>
    /// <returns>How long to wait when the bucket is empty; null when the request may go on.</returns>
    public TimeSpan? Take(Caller caller, bool isWrite)
    {
        if (caller.Rates is not { } rates)
        {
            return null;
        }

        var perMinute = isWrite ? rates.WritesPerMinute : rates.ReadsPerMinute;
        var bucket = Find(caller, isWrite, perMinute);
        lock (bucket)
        {
            return bucket.Take(clock, perMinute);
        }
    }

    /// <summary>Takes out of the bucket what a request wrote beyond the one write that it was let in for.</summary>
    public void Settle(Caller caller)
    {
        if (caller.Rates is not { } rates || caller.Written.Changes <= 1)
        {
            return;
        }

        var bucket = Find(caller, isWrite: true, rates.WritesPerMinute);
        lock (bucket)
        {
            bucket.Owe(clock, rates.WritesPerMinute, caller.Written.Changes - 1);
        }
    }

    private Bucket Find(Caller caller, bool isWrite, int perMinute)
    {
        if (_buckets.Count > SweepAbove)
        {
            Sweep();
        }

        return _buckets.GetOrAdd((caller.Actor.TokenId, isWrite), static (_, start) => new Bucket(start.Amount, start.At), (Amount: perMinute, At: clock.GetTimestamp()));
    }

    // A bucket that nobody touched for so long is full, so forgetting it gives nothing away.
    private void Sweep()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull(clock))
            {
                _buckets.TryRemove(key, out _);
            }
        }
    }

    private sealed class Bucket(double left, long at)
    {
        private double _left = left;
        private long _at = at;

        public TimeSpan? Take(TimeProvider clock, int perMinute)
        {
            Pour(clock, perMinute);
            if (_left >= 1)
            {
                _left--;
                return null;
            }

            return perMinute == 0 ? Refill : TimeSpan.FromMinutes((1 - _left) / perMinute);
        }

        public void Owe(TimeProvider clock, int perMinute, long amount)
        {
            Pour(clock, perMinute);
            _left = Math.Max(-(double)MostMinutesOwed * perMinute, _left - amount);
        }

        public bool IsFull(TimeProvider clock) => clock.GetElapsedTime(Volatile.Read(ref _at)) >= FullAgain;

        private void Pour(TimeProvider clock, int perMinute)
        {
            var now = clock.GetTimestamp();
            _left = Math.Min(perMinute, _left + (clock.GetElapsedTime(_at, now).TotalMinutes * perMinute));
            _at = now;
        }
    }
}
