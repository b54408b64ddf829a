using System.Runtime.ExceptionServices;
using Locket.Client.Contracts;
using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>
/// Asks the server who this client is, once for each way to it, and remembers the answer for the time without a server. Copy and outbox
/// belong to that answer: after another login, or another server behind the same address, they are another's.
/// </summary>
internal sealed class Introduction(LocketClientOptions options, OfflineOptions offline, Vault vault, Sender sender)
{
    private const string UnauthorizedCode = "unauthorized";
    private const int Tries = 3;
    private static readonly TimeSpan WriteAgainAfter = TimeSpan.FromHours(1);

    /// <summary>An attempt that took longer than this is not made anew with every call.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private Guest? _guest;
    private bool _wasAway;
    private bool _isFirst = true;
    private long _pausedAt;
    private TimeSpan _pause;
    private Exception? _reason;

    /// <summary>Why the server counts as away: the address that was tried, and what came of it; null where it let this client in.</summary>
    public string? AwayReason { get; private set; }

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <returns>Who this client is; without a route where the server is away and it was let in before.</returns>
    /// <exception cref="LocketUnreachableException">The server is away, and this client may not stand in for it.</exception>
    /// <exception cref="LocketUnauthorizedException">The server does not let it in.</exception>
    public async Task<Guest> MakeAsync(CancellationToken cancellationToken)
    {
        if (Paused() is { } reason)
        {
            return Absent(reason);
        }

        try
        {
            // A server that was away may have come back elsewhere, and with another token.
            if (_wasAway)
            {
                sender.LookAgain();
            }

            return _guest is { } guest && guest.Route == sender.Route ? guest : await AskAsync(cancellationToken);
        }
        catch (Exception away) when (Away.IsAway(away))
        {
            return Lost(away);
        }
    }

    /// <summary>Asks anew, because what was known does not hold any more.</summary>
    public Task<Guest> AgainAsync(CancellationToken cancellationToken)
    {
        Forget();

        return MakeAsync(cancellationToken);
    }

    /// <summary>Somebody asks for the server itself, so it is tried at once, however slow it was the last time.</summary>
    public void Insist()
    {
        lock (_lock)
        {
            _pause = TimeSpan.Zero;
        }
    }

    /// <summary>The server did not answer.</summary>
    /// <returns>Who this client is without it.</returns>
    public Guest Lost(Exception away)
    {
        Forget();
        _wasAway = true;

        return Absent(away);
    }

    public Seat? FindSeat() => vault.FindSeat(Way.Find(options).Name);

    private async Task<Guest> AskAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var began = options.TimeProvider.GetTimestamp();
            try
            {
                var route = sender.Route;
                var me = await sender.AskAsync(
                    new Call(HttpMethod.Get, "v1/me") { Only = route, IsOnce = _wasAway }, LocketClient.Lenient.MeView, cancellationToken);

                return Admitted(route, me);
            }
            catch (LocketUnauthorizedException) when (attempt < Tries)
            {
                // Asked in the usual way, the sender reads the token's file once more.
                await UnboundAsync(cancellationToken);
            }
            catch (LocketUnauthorizedException refused)
            {
                Refused(refused);
                throw;
            }
            catch (Exception away) when (Away.IsAway(away))
            {
                Pause(options.TimeProvider.GetElapsedTime(began), away);
                throw;
            }
        }
    }

    private async Task UnboundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sender.AskAsync(new Call(HttpMethod.Get, "v1/me"), LocketClient.Lenient.MeView, cancellationToken);
        }
        catch (LocketUnauthorizedException refused)
        {
            Refused(refused);
            throw;
        }
    }

    private Guest Admitted(Route route, MeView me)
    {
        var seat = new Seat
        {
            Server = me.Server ?? "",
            Principal = me.Principal,
            Token = me.Token,
            Trust = me.Trust,
            MayRead = me.Scopes.Contains(Engine.Security.ScopeNames.Read, StringComparer.Ordinal),
            At = Now,
        };
        var way = Way.Find(options).Name;
        if (_isFirst || vault.FindSeat(way) is not { RefusedAt: null } before || before with { At = seat.At } != seat || seat.At - before.At > WriteAgainAfter || seat.At < before.At)
        {
            Note(way, seat);
            _isFirst = false;
        }

        var guest = new Guest(seat, route, null);
        lock (_lock)
        {
            (_guest, _wasAway, _pause, _reason) = (guest, false, TimeSpan.Zero, null);
            AwayReason = null;
        }

        return guest;
    }

    private void Note(string way, Seat seat)
    {
        try
        {
            vault.PutSeat(way, seat);
            vault.Release(seat.Identity(), UnauthorizedCode);
            vault.Touch(seat.Identity(), seat.At);
            vault.WipeOlder(seat.At - offline.KeepFor);
        }
        catch (VaultException)
        {
            // The server is there, so nothing rests on it yet; without it this client will not stand in.
        }
    }

    private Guest Absent(Exception away)
    {
        var way = Way.Find(options);
        if (vault.FindSeat(way.Name) is not { } seat)
        {
            ExceptionDispatchInfo.Throw(away);
            throw away;
        }

        if (seat.RefusedAt is { } at)
        {
            throw new LocketUnauthorizedException($"the server turned this token away at {at:u} and is away now, so nothing is answered in its place");
        }

        if (Now - seat.At > offline.KeepFor)
        {
            vault.WipeOlder(Now - offline.KeepFor);
            throw new LocketUnreachableException($"{away.Message}; the local copy has expired: the server last let this client in at {seat.At:u}", away);
        }

        return new Guest(seat, null, away) { Reason = AwayReason = SentenceOf(away) };
    }

    // Whoever stands before a server that is away answers in its own words, and does not say where it was asked.
    private string SentenceOf(Exception away) => away is LocketRefusedException refused && !refused.Message.StartsWith($"{sender.Route.Address}", StringComparison.Ordinal)
        ? $"{sender.Route.Address} answered {refused.Status}: {refused.Message}"
        : away.Message;

    /// <summary>
    /// The server does not know the token: from now on nothing is answered in its place, until it lets this client in again. What waits is
    /// parked and not dropped; it goes out when the same principal is let in with another token.
    /// </summary>
    /// <remarks>Who was let in by the folder's own token is the owner, whom no token can be taken from.</remarks>
    public void Refused(LocketUnauthorizedException refused)
    {
        Forget();
        var way = Way.Find(options);
        try
        {
            Park(way, refused.Message);
        }
        catch (VaultException)
        {
            // A disk that takes nothing more must not hide from the caller that the token was refused; the next refusal parks it.
        }
    }

    private void Park(Way way, string reason)
    {
        if (!way.IsOfFolder && vault.FindSeat(way.Name) is { } seat)
        {
            vault.PutSeat(way.Name, seat with { RefusedAt = Now });
            vault.Update(
                seat.Identity(),
                [
                    .. vault.Outbox(seat.Identity())
                        .Where(call => !call.IsParked)
                        .Select(call => call with { ParkedCode = UnauthorizedCode, ParkedReason = reason }),
                ]);
        }
    }

    private void Forget()
    {
        // What was parked for want of a token is looked for again when it is let in again.
        _isFirst = true;
        lock (_lock)
        {
            _guest = null;
        }
    }

    private void Pause(TimeSpan took, Exception reason)
    {
        lock (_lock)
        {
            (_pausedAt, _reason) = (options.TimeProvider.GetTimestamp(), reason);
            _pause = took < Slow ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, took.Ticks * 10));
        }
    }

    private Exception? Paused()
    {
        lock (_lock)
        {
            return _pause > TimeSpan.Zero && options.TimeProvider.GetElapsedTime(_pausedAt) < _pause ? _reason : null;
        }
    }
}
