using System.Collections.Concurrent;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>
/// Keeps the copies of the spaces in use current by asking for what came after where they stand. A copy that cannot be kept is no
/// reason to fail what the server has done.
/// </summary>
internal sealed class CopyKeeper(Vault vault, Sender sender, TimeProvider clock) : IDisposable
{
    private const int PageSize = 100;

    /// <summary>A call waits for this many pages; a copy that is further behind than that catches up behind the caller's back.</summary>
    private const int PagesToWaitFor = 4;

    private readonly ConcurrentDictionary<(Identity, string), SemaphoreSlim> _flights = new();
    /// <summary>Questions follow each other quickly, and a copy need not be asked for after each of them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(Identity, string), Task> _behind = new();
    private readonly ConcurrentDictionary<(Identity, string), long> _current = new();
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Brings a copy up to date, as far as the caller waits for it.</summary>
    /// <returns>The copy's life and whether it is current; null where the server did not answer or the token may not read.</returns>
    /// <exception cref="LocketRefusedException">The space is lost: its copy is wiped.</exception>
    public async Task<CopyState?> KeepAsync(Route route, Seat seat, string space, CancellationToken cancellationToken)
    {
        if (!seat.MayRead)
        {
            return null;
        }

        var identity = seat.Identity();
        var flight = _flights.GetOrAdd((identity, space), _ => new SemaphoreSlim(1, 1));
        await flight.WaitAsync(cancellationToken);
        try
        {
            for (var page = 0; page < PagesToWaitFor; page++)
            {
                if (await NextPageAsync(route, identity, space, cancellationToken) is { IsCurrent: true } step)
                {
                    return step.State;
                }
            }
        }
        finally
        {
            flight.Release();
        }

        Follow(route, seat, space);
        return vault.FindCopy(identity, space);
    }

    /// <summary>The same without waiting, and not more often than it is worth.</summary>
    public void Follow(Route route, Seat seat, string space)
    {
        var copy = (seat.Identity(), space);
        if (_current.TryGetValue(copy, out var at) && clock.GetElapsedTime(at) < Pause)
        {
            return;
        }

        _behind.AddOrUpdate(
            copy,
            _ => BehindAsync(route, seat, space),
            (_, running) => running.IsCompleted ? BehindAsync(route, seat, space) : running);
    }

    /// <summary>
    /// Lets what goes on behind the callers' backs come to its end, or for two seconds: a program that asks once and leaves would have no
    /// copy otherwise.
    /// </summary>
    public async Task FinishAsync()
    {
        _closing.CancelAfter(Farewell);
        await Task.WhenAll(_behind.Values);
        await _closing.CancelAsync();
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task BehindAsync(Route route, Seat seat, string space)
    {
        var cancelled = _closing.Token;
        await Task.Yield();
        try
        {
            while (await KeepOneAsync(route, seat, space, cancelled) is { IsCurrent: false })
            {
            }
        }
        catch (Exception hindered) when (hindered is LocketException or VaultException or OperationCanceledException or ObjectDisposedException)
        {
            // The copy stays where it was, and the next call tries again.
        }
    }

    private async Task<Step?> KeepOneAsync(Route route, Seat seat, string space, CancellationToken cancellationToken)
    {
        if (!seat.MayRead)
        {
            return null;
        }

        var flight = _flights.GetOrAdd((seat.Identity(), space), _ => new SemaphoreSlim(1, 1));
        await flight.WaitAsync(cancellationToken);
        try
        {
            return await NextPageAsync(route, seat.Identity(), space, cancellationToken);
        }
        finally
        {
            flight.Release();
        }
    }

    private async Task<Step> NextPageAsync(Route route, Identity identity, string space, CancellationToken cancellationToken)
    {
        var before = vault.FindCopy(identity, space);
        var sent = vault.SentTo(identity, space);
        var page = await AskAsync(route, identity, space, before?.Position, cancellationToken);
        if (page.Reset || (before?.Incarnation is { } life && page.Incarnation != life))
        {
            // Another history, or another life of the space: what is here was never said there.
            vault.Wipe(identity, space);
            return new Step(null, IsCurrent: false);
        }

        if (!Continues(page, before?.Sequence ?? 0))
        {
            throw new LocketUnreachableException($"{route.Address} gave changes of {space} that are not those after the last one here");
        }

        try
        {
            vault.Append(identity, space, before?.Position, page, sent, clock.GetUtcNow());
        }
        catch (JsonException strange)
        {
            throw new LocketUnreachableException("the server sent a change that this version does not know", strange);
        }

        var after = vault.FindCopy(identity, space);
        var isCurrent = after is not null && after.Sequence >= page.Head;
        if (isCurrent)
        {
            _current[(identity, space)] = clock.GetTimestamp();
        }

        return new Step(after, isCurrent);
    }

    private async Task<ChangesView> AskAsync(Route route, Identity identity, string space, string? position, CancellationToken cancellationToken)
    {
        var path = RoutePath.OfSpace(space, "changes").Query("position", position).Query("limit", PageSize);
        try
        {
            return await sender.AskAsync(new Call(HttpMethod.Get, path.ToString()) { Only = route }, LocketClient.Lenient.ChangesView, cancellationToken);
        }
        catch (LocketRefusedException lost) when (Away.IsLost(lost))
        {
            vault.Wipe(identity, space);
            throw;
        }
    }

    private sealed record Step(CopyState? State, bool IsCurrent);

    private static bool Continues(ChangesView page, long last)
    {
        foreach (var change in page.Changes)
        {
            if (change.Sequence <= last)
            {
                return false;
            }

            last = change.Sequence;
        }

        return true;
    }
}
