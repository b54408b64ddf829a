using Locket.Engine.Tokens;

namespace Locket.Server.Background;

/// <summary>Each minute keeps when tokens were used and what time it was, ends tokens where the clock was set back, and once a day warns of those that expire soon.</summary>
internal sealed partial class TokenKeeper(TokenUpkeep upkeep, TimeProvider clock, ILogger<TokenKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);
    private long? _warnedAt;

    /// <summary>Before anybody is let in: what an earlier run has seen.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken) => LogEnded(await upkeep.OpenAsync(Gatekeeper.House(), cancellationToken));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => KeepAsync(cancellationToken), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(() => KeepAsync(stoppingToken), stoppingToken);
            await TryAsync(() => WarnAsync(stoppingToken), stoppingToken);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken) => LogEnded(await upkeep.RoundAsync(Gatekeeper.House(), cancellationToken));

    private async Task TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing is lost by waiting: what was not kept is tried again in a minute.
            LogFailed(failure);
        }
    }

    private async Task WarnAsync(CancellationToken cancellationToken)
    {
        if (_warnedAt is { } at && clock.GetElapsedTime(at) < WarnEvery)
        {
            return;
        }

        _warnedAt = clock.GetTimestamp();
        foreach (var token in await upkeep.ExpiringAsync(Gatekeeper.House(), Soon, cancellationToken))
        {
            LogExpiring(token.PublicId, token.ExpiresAt);
        }
    }

    private void LogEnded(int count)
    {
        if (count > 0)
        {
            LogSetBack(count);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock was set back: {Count} tokens that had expired by then are ended for good")]
    private partial void LogSetBack(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Token {Token} expires at {ExpiresAt:u}: locket token rotate gives it a new secret")]
    private partial void LogExpiring(string token, DateTimeOffset? expiresAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is to be kept of tokens was not, and will be tried again")]
    private partial void LogFailed(Exception failure);
}
