using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>
/// Keeps what a restart must not forget of tokens: when each was last used, and the latest time that was seen. Where the clock was set back,
/// what had expired by then is ended for good; then the time of day is believed again.
/// </summary>
public sealed class TokenUpkeep(ISystemStore store, TokenChanges changes, TokenSealer sealer, TokenUses uses, ExpiryClock expiry, TimeProvider clock)
{
    /// <summary>A clock that a time service sets right by less is not taken for one that was set back.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>How old the kept time may get while a token lives.</summary>
    public static readonly TimeSpan KeepTimeEvery = TimeSpan.FromMinutes(10);

    private DateTimeOffset _keptTime;

    /// <summary>Before anybody is let in.</summary>
    /// <returns>How many tokens were ended because the clock is behind what an earlier run saw.</returns>
    public async Task<int> OpenAsync(Caller house, CancellationToken cancellationToken)
    {
        var mark = await store.ReadClockMarkAsync(house.MayAdminister(), cancellationToken);
        if (sealer.OpenMark(mark.Span) is { } seen)
        {
            _keptTime = expiry.Seen(seen) == seen ? seen : _keptTime;
        }

        return await RoundAsync(house, cancellationToken);
    }

    /// <summary>Writes what there is to keep; nothing where there is nothing.</summary>
    /// <returns>How many tokens were ended because the clock was set back.</returns>
    public async Task<int> RoundAsync(Caller house, CancellationToken cancellationToken)
    {
        var grant = house.MayAdminister();
        if (expiry.Behind > Tolerance)
        {
            return await EndExpiredAsync(grant, cancellationToken);
        }

        var pending = uses.Pending();
        if (pending.Count > 0 || (expiry.Now - _keptTime >= KeepTimeEvery && await LivesOneAsync(grant, cancellationToken)))
        {
            await KeepAsync(grant, pending, cancellationToken);
        }

        return 0;
    }

    /// <returns>Tokens that will expire within a time and have not been ended, soonest first.</returns>
    public async Task<IReadOnlyList<NamedToken>> ExpiringAsync(Caller house, TimeSpan within, CancellationToken cancellationToken)
    {
        var now = expiry.Now;
        var rows = await store.ListTokensAsync(house.MayAdminister(), cancellationToken);

        return [.. changes.Open(rows).Where(token => token.IsValid(now) && token.ExpiresAt - now <= within).OrderBy(token => token.ExpiresAt)];
    }

    private async Task KeepAsync(AdminGrant grant, IReadOnlyDictionary<string, DateTimeOffset> pending, CancellationToken cancellationToken)
    {
        var now = expiry.Now;
        await store.WriteAsync(
            grant,
            async transaction =>
            {
                foreach (var (publicId, at) in pending)
                {
                    if (await changes.FindAsync(transaction, publicId, cancellationToken) is var (row, token))
                    {
                        await changes.KeepUseAsync(transaction, row, token, at, cancellationToken);
                    }
                }

                await transaction.SetClockMarkAsync(sealer.SealMark(now), cancellationToken);
                return true;
            },
            cancellationToken);
        uses.Kept(pending);
        _keptTime = now;
    }

    private async Task<int> EndExpiredAsync(AdminGrant grant, CancellationToken cancellationToken)
    {
        var latest = expiry.Now;
        var rows = await store.ListTokensAsync(grant, cancellationToken);
        var expired = changes.Open(rows).Where(token => token.RevokedAt is null && !token.IsValid(latest)).Select(token => token.PublicId).ToList();
        var now = clock.GetUtcNow();
        await store.WriteAsync(
            grant,
            async transaction =>
            {
                foreach (var publicId in expired)
                {
                    if (await changes.FindAsync(transaction, publicId, cancellationToken) is var (row, token) && token.RevokedAt is null)
                    {
                        await changes.EndAsync(transaction, grant, row, token, latest, "token.expire", cancellationToken);
                    }
                }

                await transaction.SetClockMarkAsync(sealer.SealMark(now), cancellationToken);
                return true;
            },
            cancellationToken);
        _keptTime = now;
        expiry.Restart();

        return expired.Count;
    }

    private async Task<bool> LivesOneAsync(AdminGrant grant, CancellationToken cancellationToken)
    {
        var now = expiry.Now;

        return changes.Open(await store.ListTokensAsync(grant, cancellationToken)).Any(token => token.IsValid(now));
    }
}
