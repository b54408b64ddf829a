namespace Locket.Engine.Tokens;

/// <summary>The time by which tokens expire: it stands still while the time of day goes back, so that a clock set back revives none.</summary>
public sealed class ExpiryClock(TimeProvider clock)
{
    private long _latest;

    /// <summary>The time of day, or the latest that was seen where that is later.</summary>
    public DateTimeOffset Now => Seen(clock.GetUtcNow());

    /// <summary>How far the time of day is behind the latest that was seen.</summary>
    public TimeSpan Behind => Now - clock.GetUtcNow();

    /// <summary>A time that an earlier run has seen.</summary>
    /// <returns>The latest of all.</returns>
    public DateTimeOffset Seen(DateTimeOffset time)
    {
        var latest = Volatile.Read(ref _latest);
        while (time.UtcTicks > latest)
        {
            var found = Interlocked.CompareExchange(ref _latest, time.UtcTicks, latest);
            if (found == latest)
            {
                return time;
            }

            latest = found;
        }

        return new DateTimeOffset(latest, TimeSpan.Zero);
    }

    /// <summary>Believes the time of day again. What had expired must have been ended for good before.</summary>
    public void Restart() => Volatile.Write(ref _latest, clock.GetUtcNow().UtcTicks);
}
