using System.Text.Json.Serialization.Metadata;
using Locket.Client.Offline;
using Locket.Engine.Records;

namespace Locket.Client;

/// <content>Going on while the server is away: what waits, what is parked, what met a conflict.</content>
public sealed partial class LocketClient
{
    private const string OtherIdentity = "other_identity";
    private readonly Lock _opening = new();
    private Standby? _standby;
    private LocketDiskException? _unusable;
    private bool _hasOpened;

    /// <summary>Lists the writes that are on this machine's disk and not on the server's, in their order; parked ones too.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Everything in the outbox, also what was written as another principal or for another server.</returns>
    public Task<IReadOnlyList<OutboxEntry>> OutboxAsync(CancellationToken cancellationToken = default) =>
        OnVaultAsync<IReadOnlyList<OutboxEntry>>(
            (vault, identity) =>
            [
                .. identity is null ? [] : vault.Outbox(identity).Select(Shown),
                .. vault.OfOthers(identity).Select(call => Shown(call with
                {
                    ParkedCode = OtherIdentity,
                    ParkedReason = "it was written as another principal or for another server, and goes out when that one is back",
                })),
            ],
            cancellationToken);

    /// <summary>Lists what waited and then found that the memory had moved on, in the order in which that was found.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Until each is settled by <see cref="SettleConflictAsync"/>.</returns>
    public Task<IReadOnlyList<WriteConflict>> ConflictsAsync(CancellationToken cancellationToken = default) =>
        OnVaultAsync<IReadOnlyList<WriteConflict>>((vault, identity) => identity is null ? [] : vault.Conflicts(identity), cancellationToken);

    /// <summary>Takes a conflict off the list, after somebody has seen to it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> SettleConflictAsync(string key, CancellationToken cancellationToken = default) =>
        OnVaultAsync((vault, identity) => identity is not null && vault.RemoveConflict(identity, key), cancellationToken);

    /// <summary>Lets a parked write, and what builds on it, wait for the server again; it goes out with the next call.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one that this client may send.</returns>
    public Task<bool> RetryParkedAsync(string key, CancellationToken cancellationToken = default) =>
        OnVaultAsync((vault, identity) => identity is not null && Release(vault, identity, key), cancellationToken);

    /// <summary>Gives a parked write up for good. What builds on it stays parked.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DiscardParkedAsync(string key, CancellationToken cancellationToken = default) => OnVaultAsync(
        (vault, identity) =>
        {
            var own = identity is null ? [] : vault.Outbox(identity).Where(call => call.IsParked);
            if (own.Concat(vault.OfOthers(identity)).FirstOrDefault(call => call.Key == key) is not { } parked)
            {
                return false;
            }

            vault.Discard(parked);
            return true;
        },
        cancellationToken);

    /// <summary>Sends what waits, without waiting for the next call to do it.</summary>
    /// <param name="cancellationToken">Ends the attempt; what was not sent goes on waiting.</param>
    /// <returns>Whether nothing waits any more; what is parked does not count.</returns>
    /// <exception cref="LocketUnauthorizedException">The server does not know the token.</exception>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken = default)
    {
        if (Standing() is not { } standby)
        {
            return true;
        }

        var guest = await LocalAsync(() => standby.SendNowAsync(cancellationToken));

        return Away.Locally(() => !standby.Vault.HasWaiting(guest.Identity));
    }

    /// <summary>Sends what waits and brings the local copy of a space up to date.</summary>
    /// <param name="space">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When the copy is current.</returns>
    /// <exception cref="LocketUnreachableException">The server is away.</exception>
    public async Task SyncAsync(string space, CancellationToken cancellationToken = default)
    {
        if (Standing() is { } standby)
        {
            await LocalAsync(async () =>
            {
                await standby.SyncAsync(space, cancellationToken);
                return true;
            });
        }
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        if (Standing() is { } standby)
        {
            await LocalAsync(() => standby.SendNowAsync(cancellationToken));
        }
        else
        {
            await MeAsync(cancellationToken);
        }
    }

    private Task<Written<T>> WriteAsync<T>(
        QueuedCall call, JsonTypeInfo<T> shape, Func<CopyReader, QueuedCall, Memory?, T?> foreseen, CancellationToken cancellationToken)
        where T : class => WriteAsync(call, request => _sender.AskAsync(request, shape, cancellationToken), foreseen, cancellationToken);

    private async Task<Written<T>> WriteAsync<T>(
        QueuedCall call, Func<Call, Task<T>> send, Func<CopyReader, QueuedCall, Memory?, T?> foreseen, CancellationToken cancellationToken)
        where T : class
    {
        // Built before anything else, so that what cannot be asked for is refused in one way.
        var request = Requests.Of(call, hasWaited: false);

        return Standing() is { } standby
            ? await LocalAsync(() => standby.WriteAsync(call, send, foreseen, cancellationToken))
            : new Written<T>(WriteState.Stored, call.Key, await send(request));
    }

    private Task<T> AnswerAsync<T>(
        string space, Func<Func<string, string>, Task<T>> ask, Func<CopyReader, Func<string, string>, T> answer, CancellationToken cancellationToken) =>
        Standing() is { } standby ? LocalAsync(() => standby.ReadAsync(space, ask, answer, cancellationToken)) : ask(id => id);

    private Task<T> OnVaultAsync<T>(Func<Vault, Identity?, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        return Standing() is { } standby
            ? Task.FromResult(Away.Locally(() => work(standby.Vault, standby.FindSeat()?.Identity())))
            : throw _unusable ?? new LocketDiskException("this client was made without an offline folder");
    }

    private static async Task<T> LocalAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (VaultException failed)
        {
            throw new LocketDiskException(failed.Message, failed);
        }
    }

    // A folder that cannot be made means that this client has no stand-in, as on a read-only disk; one that is there and cannot be
    // opened may hold writes that wait, and going on as if it did not would leave them behind.
    private Standby? Standing()
    {
        if (_options.Offline is not { } offline)
        {
            return null;
        }

        lock (_opening)
        {
            if (!_hasOpened)
            {
                var home = OfflineHome.Find(offline, _options.Environment);
                try
                {
                    _standby = new Standby(_options, offline, home.Open(), _sender);
                }
                catch (VaultException failed)
                {
                    _unusable = new LocketDiskException(failed.Message, failed);
                    if (Vault.IsIn(home.Folder))
                    {
                        throw _unusable;
                    }
                }

                _hasOpened = true;
            }

            return _standby;
        }
    }

    private void CloseStandby()
    {
        lock (_opening)
        {
            _hasOpened = true;
            _standby?.Dispose();
            _standby = null;
        }
    }

    private static bool Release(Vault vault, Identity identity, string key)
    {
        var parked = vault.Outbox(identity).Where(call => call.IsParked).ToList();
        var released = new List<QueuedCall>(parked.Where(call => call.Key == key));
        for (var at = 0; at < released.Count; at++)
        {
            released.AddRange(parked.Where(call => call.DependsOn == released[at].Key));
        }

        // Whoever asks for it has seen why it was parked, so it may go into the space as it is now.
        vault.Update(identity, [.. released.Select(call => call with { ParkedCode = null, ParkedReason = null, DependsOn = null, Failures = 0, Incarnation = null })]);

        return released.Count > 0;
    }

    private static OutboxEntry Shown(QueuedCall call) => new(
        call.Key, call.Operation, call.Space, call.Id, Requests.Said(call), call.At, call.IsParked, call.ParkedCode, call.ParkedReason);

    private QueuedCall NewCall(string operation, string space, string? key) => new()
    {
        Key = key ?? NewKey(),
        Operation = operation,
        Space = space,
        At = _options.TimeProvider.GetUtcNow(),
    };

    // The server makes such a key the memory's id; any other memory gets an id that is foreseen here and may turn out different.
    private string IdOf(string key) => Guid.TryParse(key, out var id) && id.Version == 7 ? id.ToString("n") : NewKey();

    private static string Text<T>(T request, JsonTypeInfo<T> shape) => System.Text.Json.JsonSerializer.Serialize(request, shape);
}
