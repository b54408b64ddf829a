namespace Locket.Server.Background;

/// <summary>
/// Tells whether the time of day can be trusted with what cannot be taken back: whether as much of it went by as on the
/// monotonic clock, which nobody can set. A machine that slept looks the same as a clock that was set ahead; a
/// restart is how an operator says that the time is right.
/// </summary>
internal sealed class ClockCheck(TimeProvider clock)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly long _startStamp = clock.GetTimestamp();

    /// <returns>The time; null while the two clocks disagree about how much of it went by since this was made.</returns>
    public DateTimeOffset? TrustedNow()
    {
        var now = clock.GetUtcNow();
        var expected = _start + clock.GetElapsedTime(_startStamp);

        return (now - expected).Duration() <= Tolerance ? now : null;
    }
}
