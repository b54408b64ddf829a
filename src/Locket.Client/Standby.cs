using System.Collections.Concurrent;
using Locket.Client.Offline;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Client;

/// <summary>
/// Stands in for the server while it is away. Every call goes by here: what waits goes out first, then the call itself; where the server
/// does not answer, a write is put into the outbox and a question is answered from the copy. What the server does answer, a 401 and a
/// 403 above all, is the answer.
/// </summary>
internal sealed class Standby : IDisposable
{
    private const int BusyTries = 40;
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);
    private readonly LocketClientOptions _options;
    private readonly OfflineOptions _offline;
    private readonly Vault _vault;
    private readonly Sender _sender;
    private readonly CopyKeeper _keeper;
    private readonly Drain _drain;
    private readonly Introduction _introduction;
    private readonly SemaphoreSlim _draining = new(1, 1);
    private readonly ConcurrentDictionary<(Identity, string), SpaceCopy> _copies = new();

    public Standby(LocketClientOptions options, OfflineOptions offline, Vault vault, Sender sender)
    {
        (_options, _offline, _vault, _sender) = (options, offline, vault, sender);
        _keeper = new CopyKeeper(vault, sender, options.TimeProvider);
        _drain = new Drain(vault, sender, _keeper, options.TimeProvider);
        _introduction = new Introduction(options, offline, vault, sender);
    }

    public Vault Vault => _vault;

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>Sends a write, or puts it into the outbox.</summary>
    /// <param name="call">The write.</param>
    /// <param name="send">Sends the request and reads its answer.</param>
    /// <param name="foreseen">What a caller is answered when the write is queued.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<Written<T>> WriteAsync<T>(
        QueuedCall call, Func<Call, Task<T>> send, Func<CopyReader, QueuedCall, Engine.Records.Memory?, T?> foreseen, CancellationToken cancellationToken)
        where T : class
    {
        var guest = await PrepareAsync(call.Space, cancellationToken);
        if (guest.IsClear)
        {
            try
            {
                var answer = await send(Requests.Of(call.Resolve(id => _vault.FindAlias(guest.Identity, id)), hasWaited: false));
                await NoteAsync(guest, call, cancellationToken);

                return new Written<T>(WriteState.Stored, call.Key, answer);
            }
            catch (LocketUnauthorizedException refused)
            {
                _introduction.Refused(refused);
                throw;
            }
            catch (Exception away) when (Away.IsAway(away))
            {
                guest = Lost(away);
            }
        }

        return Queue(guest, call, foreseen);
    }

    /// <summary>Asks the server, or answers from the copy.</summary>
    /// <param name="space">Which space the question is about.</param>
    /// <param name="ask">Asks the server; gets what turns an id foreseen here into the server's.</param>
    /// <param name="answer">Answers from the copy.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<T> ReadAsync<T>(string space, Func<Func<string, string>, Task<T>> ask, Func<CopyReader, Func<string, string>, T> answer, CancellationToken cancellationToken)
    {
        var guest = await PrepareAsync(space, cancellationToken);
        if (guest.IsClear)
        {
            try
            {
                var said = await ask(id => Known(guest.Identity, id));
                _keeper.Follow(guest.Route!, guest.Seat, NameOf(space));

                return said;
            }
            catch (LocketRefusedException lost) when (lost.Status == 410)
            {
                _vault.Wipe(guest.Identity, NameOf(space));
                throw;
            }
            catch (LocketUnauthorizedException refused)
            {
                _introduction.Refused(refused);
                throw;
            }
            catch (Exception away) when (Away.IsAway(away))
            {
                guest = Lost(away);
            }
        }
        else if (guest.Route is { } route)
        {
            await KeepQuietlyAsync(route, guest.Seat, space, cancellationToken);
        }

        return Away.Locally(() => With(guest, space, copy => copy.IsKnown
            ? answer(new CopyReader(copy, Now, guest.Reason), id => Known(guest.Identity, id))
            : throw guest.Away ?? new LocketUnreachableException($"{guest.Reason}, and nothing is known of space {copy.Space.Value} here")));
    }

    /// <summary>Sends what waits because somebody asks for that, even to a server that is left alone for a moment.</summary>
    public async Task<Guest> SendNowAsync(CancellationToken cancellationToken)
    {
        _introduction.Insist();
        await _sender.InsistAsync(cancellationToken);

        return await DrainAsync(cancellationToken);
    }

    private async Task<Guest> DrainAsync(CancellationToken cancellationToken)
    {
        var guest = await _introduction.MakeAsync(cancellationToken);

        return guest.Route is null || !_vault.HasWaiting(guest.Identity) ? guest : await SendWaitingAsync(guest, cancellationToken);
    }

    /// <summary>Brings the copy of a space up to date.</summary>
    public async Task SyncAsync(string space, CancellationToken cancellationToken)
    {
        var guest = await SendNowAsync(cancellationToken);
        try
        {
            await FollowAsync(guest, space, cancellationToken);
        }
        catch (LocketUnauthorizedException)
        {
            // The server was started anew since it was last asked.
            await FollowAsync(await _introduction.AgainAsync(cancellationToken), space, cancellationToken);
        }
    }

    private async Task FollowAsync(Guest guest, string space, CancellationToken cancellationToken)
    {
        var route = guest.Route ?? throw guest.Away!;
        while (await _keeper.KeepAsync(route, guest.Seat, NameOf(space), cancellationToken) is { } state && state.Sequence < state.Head)
        {
        }
    }

    /// <summary>Why the server counts as away; null where it answered when it was last asked.</summary>
    public string? AwayReason => _introduction.AwayReason;

    /// <returns>Whose files these are; null for a client that no server has let in yet.</returns>
    public Seat? FindSeat() => _introduction.FindSeat();

    /// <summary>Waits for what goes on behind the callers' backs.</summary>
    public Task FinishAsync() => _keeper.FinishAsync();

    public void Dispose()
    {
        _keeper.Dispose();
        _draining.Dispose();
        _vault.Dispose();
    }

    private async Task<Guest> PrepareAsync(string space, CancellationToken cancellationToken)
    {
        var guest = await DrainAsync(cancellationToken);

        return guest with { IsClear = guest.Route is not null && !_vault.HasWaiting(guest.Identity, NameOf(space)) };
    }

    private async Task<Guest> SendWaitingAsync(Guest guest, CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken);
        try
        {
            for (var busy = 0; ;)
            {
                switch (await _drain.RunAsync(guest.Route!, guest.Seat, cancellationToken))
                {
                    case DrainEnd.Away:
                        return Lost(new LocketUnreachableException($"{guest.Route!.Address} went away while what had waited was sent"));
                    case DrainEnd.Unauthorized:
                        guest = await _introduction.AgainAsync(cancellationToken);
                        if (guest.Route is null)
                        {
                            return guest;
                        }

                        break;
                    case DrainEnd.Busy when busy++ < BusyTries && _vault.HasWaiting(guest.Identity):
                        await Task.Delay(BusyPause, TimeProvider.System, cancellationToken);
                        break;
                    default:
                        return guest;
                }
            }
        }
        finally
        {
            _draining.Release();
        }
    }

    private Guest Lost(Exception away) => _introduction.Lost(away);

    private async Task NoteAsync(Guest guest, QueuedCall call, CancellationToken cancellationToken)
    {
        var now = await AgainQuietlyAsync(guest, cancellationToken);
        if (now.Identity != guest.Identity)
        {
            // On the way the token became another's, whose copy this is not.
            return;
        }

        if ((now.Route is null || !await KeepQuietlyAsync(now.Route, now.Seat, call.Space, cancellationToken)) && guest.Seat.MayRead)
        {
            try
            {
                // So that what was acknowledged is read back even if the server goes away before the copy has it.
                _vault.Enqueue(guest.Identity, call with { Space = NameOf(call.Space), At = Now }, isSent: true);
            }
            catch (VaultException)
            {
                // The server has it; that this machine cannot note it takes nothing back.
            }
        }
    }

    private async Task<Guest> AgainQuietlyAsync(Guest guest, CancellationToken cancellationToken)
    {
        try
        {
            return await _introduction.MakeAsync(cancellationToken);
        }
        catch (LocketException)
        {
            return guest with { Route = null };
        }
    }

    private async Task<bool> KeepQuietlyAsync(Route route, Seat seat, string space, CancellationToken cancellationToken)
    {
        try
        {
            return await _keeper.KeepAsync(route, seat, NameOf(space), cancellationToken) is not null;
        }
        catch (Exception hindered) when (hindered is LocketException or VaultException)
        {
            return false;
        }
    }

    private Written<T> Queue<T>(Guest guest, QueuedCall call, Func<CopyReader, QueuedCall, Engine.Records.Memory?, T?> foreseen)
        where T : class => Away.Locally(() => With(guest, call.Space, copy =>
    {
        var actor = guest.Seat.Actor(_options.ClientName);
        var known = call.Resolve(id => _vault.FindAlias(guest.Identity, id));
        var entry = known with { Space = copy.Space.Value, Incarnation = copy.State?.Incarnation, At = Milliseconds(Now), Version = VersionOf(copy, known) };
        var memory = copy.Foresee(entry, actor);
        var reader = new CopyReader(copy, Now, guest.Reason);
        var value = foreseen(reader, entry, memory);
        if (!IsSame(_vault.Enqueue(guest.Identity, entry), entry))
        {
            throw new RefusalException(RefusalCode.IdempotencyConflict, "the idempotency key was used before, for another request");
        }

        return new Written<T>(WriteState.Queued, entry.Key, value);
    }));

    private static int? VersionOf(SpaceCopy copy, QueuedCall call) => call.Operation is Operations.Forget or Operations.Undo && call.Memory is { } id
        ? copy.Find(id)?.Version
        : call.Version;

    private static bool IsSame(QueuedCall there, QueuedCall call) =>
        (there.Operation, there.Space, there.Json) == (call.Operation, call.Space, call.Json)
        && (there.Id == call.Id || call.Operation is Operations.Remember or Operations.RememberUser or Operations.Relate or Operations.Describe);

    private T With<T>(Guest guest, string space, Func<SpaceCopy, T> work)
    {
        var name = SpaceName.Parse(space);
        var copy = _copies.GetOrAdd((guest.Identity, name.Value), _ => new SpaceCopy(_vault, guest.Identity, name));
        lock (copy)
        {
            copy.CatchUp(guest.Seat.Actor(_options.ClientName));

            return work(copy);
        }
    }

    private string Known(Identity identity, string id) => _vault.FindAlias(identity, id)?.Id ?? id;

    // As the server writes it, so that both spellings are one space; one that is broken is the server's to refuse.
    private static string NameOf(string space)
    {
        try
        {
            return SpaceName.Parse(space).Value;
        }
        catch (RefusalException)
        {
            return space;
        }
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
