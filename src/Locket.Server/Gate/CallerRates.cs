using System.Collections.Concurrent;
using Locket.Engine.Security;

namespace Locket.Server.Gate;

/// <summary>
/// How fast a named token may read and write: a bucket each that holds a minute's worth and refills evenly. The owner's session
/// token has none: an import or a migration must not crawl.
/// </summary>
internal sealed class CallerRates(TimeProvider clock)
{
    private const int SweepAbove = 10_000;
    private static readonly TimeSpan FullAgain = TimeSpan.FromMinutes(1);
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
        if (_buckets.Count > SweepAbove)
        {
            Sweep();
        }

        var bucket = _buckets.GetOrAdd((caller.Actor.TokenId, isWrite), static (_, start) => new Bucket(start.Amount, start.At), (Amount: perMinute, At: clock.GetTimestamp()));
        lock (bucket)
        {
            return bucket.Take(clock, perMinute);
        }
    }

    // A bucket that nobody touched for a minute is full, so forgetting it gives nothing away.
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
            var now = clock.GetTimestamp();
            _left = Math.Min(perMinute, _left + (clock.GetElapsedTime(_at, now).TotalMinutes * perMinute));
            _at = now;
            if (_left >= 1)
            {
                _left--;
                return null;
            }

            return perMinute == 0 ? FullAgain : TimeSpan.FromMinutes((1 - _left) / perMinute);
        }

        public bool IsFull(TimeProvider clock) => clock.GetElapsedTime(Volatile.Read(ref _at)) >= FullAgain;
    }
}
