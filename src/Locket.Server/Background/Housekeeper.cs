using Locket.Engine.Memories;
using Locket.Engine.Tokens;

namespace Locket.Server.Background;

/// <summary>
/// Once an hour, purges what was forgotten long enough ago and lets go of old idempotency keys. Not at the start: a machine that
/// booted with a wrong clock has set it right, or shown the difference, an hour later.
/// </summary>
internal sealed partial class Housekeeper(PurgeEngine purging, SpaceEngine spaces, TimeProvider clock, ILogger<Housekeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepRequests = TimeSpan.FromDays(30);
    private readonly ClockCheck _clocks = new(clock);

    /// <summary>One round; what fails in one space is logged and keeps nothing else from being done.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        if (_clocks.TrustedNow() is not { } now)
        {
            LogUntrusted();
            return;
        }

        var house = Gatekeeper.House();
        await TryAsync(
            async () =>
            {
                foreach (var space in await spaces.ListAsync(house, cancellationToken))
                {
                    await TryAsync(async () => LogPurged(await purging.PurgeAsync(house, space, now, cancellationToken)), cancellationToken);
                }
            },
            cancellationToken);
        await TryAsync(async () => LogSwept(await purging.SweepRequestsAsync(house, now - KeepRequests, cancellationToken)), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TidyAsync(stoppingToken);
        }
    }

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The top of this loop: what failed now is tried again in an hour.
            LogFailed(failure);
        }
    }

    private void LogPurged(int count)
    {
        if (count > 0)
        {
            LogPurgedSome(count);
        }
    }

    private void LogSwept(int count)
    {
        if (count > 0)
        {
            LogSweptSome(count);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Purged {Count} memories that were forgotten long enough ago")]
    private partial void LogPurgedSome(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Let go of {Count} old idempotency keys")]
    private partial void LogSweptSome(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The time of day and the monotonic clock disagree by more than 5 minutes: purging waits until they agree, or for a restart with the right time")]
    private partial void LogUntrusted();

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping failed and will be tried again")]
    private partial void LogFailed(Exception failure);
}
