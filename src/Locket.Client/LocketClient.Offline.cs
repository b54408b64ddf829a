using System.Text.Json.Serialization.Metadata;
using Locket.Client.Offline;
using Locket.Engine.Records;

namespace Locket.Client;

/// <content>Going on while the server is away: who stands in for it, and when what waits goes out.</content>
public sealed partial class LocketClient
{
    private readonly Lock _opening = new();
    private Standby? _standby;
    private LocketDiskException? _unusable;
    private bool _hasOpened;

    /// <summary>
    /// Why the server counts as away: the address that was tried and what came of it, in one sentence without a full stop. Null where it
    /// answered when it was last asked, and for a client without an offline folder.
    /// </summary>
    public string? AwayReason => _standby?.AwayReason;

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
