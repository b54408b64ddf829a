using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>
/// The indexes of all spaces: opened on first use, caught up with the records before each read, dropped when memory runs short. Only
/// catching up changes an index, so a write by another process is seen, and a crash in between harms nothing.
/// </summary>
public sealed class SpaceIndexes : IDisposable
{
    /// <summary>A guess at what a row will take, to make room before it is loaded.</summary>
    private const long BytesPerRow = 800;

    private readonly IRecordStore _store;
    private readonly Func<Guid, SealedRow, Change> _open;
    private readonly SpaceIndexOptions _options;
    private readonly IndexCache _cache;
    private readonly SemaphoreSlim _loads;

    // Of their own: an index of the past is built anew for each question, and whoever asks many must not keep the others' spaces
    // from being opened.
    private readonly SemaphoreSlim _pastLoads = new(1, 1);

    public SpaceIndexes(IRecordStore store, RecordSealer sealer, SpaceIndexOptions options)
        : this(store, sealer.Open, options)
    {
    }

    internal SpaceIndexes(IRecordStore store, Func<Guid, SealedRow, Change> open, SpaceIndexOptions options)
    {
        (_store, _open, _options) = (store, open, options);
        _cache = new IndexCache(options.MaxBytes);
        _loads = new SemaphoreSlim(options.MaxLoads, options.MaxLoads);
    }

    /// <summary>How many spaces are held in memory.</summary>
    public int Count => _cache.Count;

    /// <summary>
    /// Reads from the index of the grant's space, which knows everything that was acknowledged before the call.
    /// What is read must not leave the callback lazily: nothing may change the index only while that runs.
    /// </summary>
    /// <exception cref="RefusalException"><c>StorageFull</c>: the space alone needs more memory than is set aside.</exception>
    /// <exception cref="DamagedException">A row on disk is not what was written there.</exception>
    public async Task<T> ReadAsync<T>(ReadGrant grant, Func<SpaceIndex, T> read, CancellationToken cancellationToken)
    {
        var slot = _cache.Pin(grant.Space);
        try
        {
            if (!await IsCurrentAsync(grant, slot, cancellationToken))
            {
                await slot.Flight.WaitAsync(cancellationToken);
                try
                {
                    await CatchUpAsync(grant, slot, cancellationToken);
                }
                finally
                {
                    slot.Flight.Release();
                }
            }

            return slot.Read(read);
        }
        finally
        {
            _cache.Release(grant.Space, slot);
        }
    }

    /// <summary>Reads from a throw-away index of what had been written by a time, that moment included.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<T> ReadAsOfAsync<T>(
        ReadGrant grant,
        DateTimeOffset asOf,
        Func<SpaceIndex, T> read,
        CancellationToken cancellationToken)
    {
        await _pastLoads.WaitAsync(cancellationToken);
        try
        {
            var (index, _) = await LoadAsync(grant, row => row.At <= asOf, cancellationToken);
            return read(index);
        }
        finally
        {
            _pastLoads.Release();
        }
    }

    public void Dispose()
    {
        _cache.Dispose();
        _loads.Dispose();
        _pastLoads.Dispose();
    }

    /// <summary>The usual case: one read tells that nothing happened since, and readers need not wait for each other.</summary>
    private async Task<bool> IsCurrentAsync(ReadGrant grant, SpaceSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Position is not { } position)
        {
            return false;
        }

        var page = await _store.ReadAsync(grant, position, 1, cancellationToken);
        return page.Rows.Count == 0 && Continues(page, position);
    }

    /// <summary>Reads anew from where the index stands, because another flight may have moved it.</summary>
    private async Task CatchUpAsync(ReadGrant grant, SpaceSlot slot, CancellationToken cancellationToken)
    {
        while (slot.Position is { } position)
        {
            var page = await _store.ReadAsync(grant, position, _options.PageSize, cancellationToken);
            if (!Continues(page, position))
            {
                break;
            }

            if (page.Rows.Count == 0)
            {
                return;
            }

            slot.Apply(Open(page, page.Rows), PositionAfter(page));
            Measure(slot);
        }

        await ReplaceAsync(grant, slot, cancellationToken);
    }

    private async Task ReplaceAsync(ReadGrant grant, SpaceSlot slot, CancellationToken cancellationToken)
    {
        await _loads.WaitAsync(cancellationToken);
        try
        {
            var head = await _store.HeadAsync(grant, cancellationToken);
            _cache.Reserve(slot, Math.Min(_options.MaxBytes, BytesPerRow * (head?.Sequence ?? 0)));
            var (index, position) = await LoadAsync(grant, _ => true, cancellationToken);
            slot.Put(index, position);
        }
        finally
        {
            // Whether it worked or not, what is counted is what is there.
            _cache.Reserve(slot, slot.Position is null ? 0 : slot.IndexBytes);
            _loads.Release();
        }
    }

    private void Measure(SpaceSlot slot)
    {
        try
        {
            _cache.Demand(slot.IndexBytes);
        }
        catch (RefusalException)
        {
            slot.Put(new SpaceIndex(), null);
            _cache.Reserve(slot, 0);
            throw;
        }

        _cache.Reserve(slot, slot.IndexBytes);
    }

    /// <returns>An index of everything that is wanted, and where it stands; no position for a space that nobody wrote to.</returns>
    private async Task<(SpaceIndex Index, Position? Position)> LoadAsync(
        ReadGrant grant,
        Func<SealedRow, bool> isWanted,
        CancellationToken cancellationToken)
    {
        var (index, position) = (new SpaceIndex(), (Position?)null);
        while (true)
        {
            var page = await _store.ReadAsync(grant, position, _options.PageSize, cancellationToken);
            if (position is not null && !Continues(page, position))
            {
                // The space was erased or restored meanwhile: nothing read so far counts.
                (index, position) = (new SpaceIndex(), null);
                continue;
            }

            if (page.Rows.Count == 0)
            {
                return (index, position);
            }

            foreach (var change in Open(page, page.Rows.Where(isWanted)))
            {
                index.Apply(change);
            }

            _cache.Demand(index.Bytes);
            position = PositionAfter(page);
        }
    }

    private List<Change> Open(RowPage page, IEnumerable<SealedRow> rows) =>
        [.. rows.Select(row => _open(page.Head!.Incarnation, row))];

    private static Position PositionAfter(RowPage page) =>
        new(page.Head!.Incarnation, page.Rows[^1].Sequence, page.Rows[^1].Seal);

    private static bool Continues(RowPage page, Position position) =>
        !page.IsOtherHistory && page.Head?.Incarnation == position.Incarnation && page.Head.Sequence >= position.Sequence;
}
