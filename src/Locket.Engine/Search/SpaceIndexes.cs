using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Vectors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.Engine.Search;

/// <summary>
/// The indexes of all spaces: opened on first use, from a snapshot where there is one, caught up with the records before each read,
/// dropped when memory runs short. Only catching up changes an index, so a write by another process is seen, and a crash in between harms
/// nothing.
/// </summary>
public sealed class SpaceIndexes : IDisposable
{
    /// <summary>A guess at what a row will take, to make room before it is loaded.</summary>
    private const long BytesPerRow = 800;

    private readonly IRecordStore _store;
    private readonly IndexLoader _loader;
    private readonly SpaceIndexOptions _options;
    private readonly IndexCache _cache;
    private readonly SemaphoreSlim _loads;
    private readonly SnapshotKeeper? _snapshots;
    private readonly VectorLoader? _vectors;

    // Of their own: an index of the past is built anew for each question, and whoever asks many must not keep the others' spaces
    // from being opened.
    private readonly SemaphoreSlim _pastLoads = new(1, 1);

    public SpaceIndexes(
        IRecordStore store,
        ISnapshotStore snapshots,
        RecordSealer sealer,
        SnapshotSealer snapshotSealer,
        SpaceIndexOptions options,
        VectorLoader vectors,
        ILogger<SpaceIndexes>? logger = null)
        : this(store, sealer.Open, options, snapshots, snapshotSealer, logger) => _vectors = vectors;

    /// <param name="snapshots">Null for none.</param>
    internal SpaceIndexes(
        IRecordStore store,
        Func<Guid, SealedRow, Change> open,
        SpaceIndexOptions options,
        ISnapshotStore? snapshots = null,
        SnapshotSealer? snapshotSealer = null,
        ILogger? logger = null)
    {
        (_store, _options) = (store, options);
        _loader = new IndexLoader(store, open, options.PageSize);
        _cache = new IndexCache(options.MaxBytes);
        _loads = new SemaphoreSlim(options.MaxLoads, options.MaxLoads);
        _snapshots = snapshots is null || snapshotSealer is null
            ? null
            : new SnapshotKeeper(snapshots, snapshotSealer, (grant, read, cancelled) => ReadPositionAsync(grant, null, read, cancelled), options.SnapshotPartLength, logger ?? NullLogger.Instance);
    }

    /// <summary>How many spaces are held in memory.</summary>
    public int Count => _cache.Count;

    /// <summary>Done when the snapshot that was last begun is kept or given up.</summary>
    internal Task Kept { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Reads from the index of the grant's space, which knows everything that was acknowledged before the call.
    /// What is read must not leave the callback lazily: nothing may change the index only while that runs.
    /// </summary>
    /// <exception cref="RefusalException"><c>StorageFull</c>: the space alone, without vectors, needs more memory than is set aside.</exception>
    /// <exception cref="DamagedException">A row on disk is not what was written there.</exception>
    public Task<T> ReadAsync<T>(ReadGrant grant, Func<SpaceIndex, T> read, CancellationToken cancellationToken) =>
        ReadPositionAsync(grant, null, (index, _) => read(index), cancellationToken);

    /// <summary>The same, with the vectors of the question's model brought into the index, if it has one.</summary>
    internal Task<T> ReadAsync<T>(ReadGrant grant, QuestionVector? question, Func<SpaceIndex, T> read, CancellationToken cancellationToken) =>
        ReadPositionAsync(grant, question, (index, _) => read(index), cancellationToken);

    /// <summary>Brings vectors that the store has since into the index of the space, if that is in memory with others of their model.</summary>
    internal async Task PlaceAsync(ReadGrant grant, long stamp, IReadOnlyList<PlacedVector> vectors, CancellationToken cancellationToken)
    {
        var slot = _cache.Pin(grant.Space);
        try
        {
            await slot.Flight.WaitAsync(cancellationToken);
            try
            {
                if (slot.VectorStamp == stamp)
                {
                    await CatchUpAsync(grant, slot, cancellationToken);
                    slot.Change(index => index.Place(stamp, vectors));
                    Measure(slot);
                }
            }
            finally
            {
                slot.Flight.Release();
            }
        }
        finally
        {
            _cache.Release(grant.Space, slot);
        }
    }

    private async Task<T> ReadPositionAsync<T>(
        ReadGrant grant, QuestionVector? question, Func<SpaceIndex, Position?, T> read, CancellationToken cancellationToken)
    {
        var slot = _cache.Pin(grant.Space);
        try
        {
            var lacksVectors = _vectors is not null && question is not null && slot.VectorStamp != question.Stamp;
            if (lacksVectors || !await IsCurrentAsync(grant, slot, cancellationToken))
            {
                await slot.Flight.WaitAsync(cancellationToken);
                try
                {
                    await CatchUpAsync(grant, slot, cancellationToken);
                    if (question is not null)
                    {
                        await BringVectorsAsync(grant, slot, question, cancellationToken);
                    }
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
    /// <inheritdoc cref="ReadAsync{T}(ReadGrant, Func{SpaceIndex, T}, CancellationToken)"/>
    public async Task<T> ReadAsOfAsync<T>(
        ReadGrant grant,
        DateTimeOffset asOf,
        Func<SpaceIndex, T> read,
        CancellationToken cancellationToken)
    {
        await _pastLoads.WaitAsync(cancellationToken);
        try
        {
            var (index, _) = await _loader.LoadAsync(grant, new SpaceIndex(), null, row => row.At <= asOf, _cache.Demand, cancellationToken);
            return read(index);
        }
        finally
        {
            _pastLoads.Release();
        }
    }

    public void Dispose()
    {
        _snapshots?.Dispose();
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
        return page.Rows.Count == 0 && IndexLoader.Continues(page, position);
    }

    /// <summary>Reads anew from where the index stands, because another flight may have moved it.</summary>
    private async Task CatchUpAsync(ReadGrant grant, SpaceSlot slot, CancellationToken cancellationToken)
    {
        while (slot.Position is { } position)
        {
            var page = await _loader.NextAsync(grant, position, cancellationToken);
            if (!IndexLoader.Continues(page, position))
            {
                break;
            }

            if (page.Rows.Count == 0)
            {
                return;
            }

            foreach (var step in IndexLoader.Steps(page))
            {
                var changes = _loader.Open(step, step.Rows);
                slot.Apply(changes, IndexLoader.PositionAfter(step));
                Measure(slot);
                Keep(grant, slot, changes);
            }
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
            var (kept, at) = await FindSnapshotAsync(grant, cancellationToken);
            var (index, position) = await _loader.LoadAsync(grant, kept, at, _ => true, _cache.Demand, cancellationToken);
            slot.Put(index, position);
            slot.KeptUpTo = ReferenceEquals(index, kept) ? at?.Sequence ?? 0 : 0;
            Keep(grant, slot, []);
        }
        finally
        {
            // Whether it worked or not, what is counted is what is there.
            _cache.Reserve(slot, slot.Position is null ? 0 : slot.IndexBytes);
            _loads.Release();
        }
    }

    private async Task BringVectorsAsync(ReadGrant grant, SpaceSlot slot, QuestionVector question, CancellationToken cancellationToken)
    {
        if (_vectors is null || slot.VectorStamp == question.Stamp || slot.Position is not { } position)
        {
            return;
        }

        // Like the index itself: few at once, and with room made before anything is read.
        await _loads.WaitAsync(cancellationToken);
        try
        {
            var index = slot.IndexBytes;
            _cache.Reserve(slot, Math.Min(_options.MaxBytes, index + (slot.Index.MemoryCount * (long)question.Vector.Dimensions)));
            var table = new VectorTable(question.Stamp, question.Vector.Dimensions);
            await _vectors.FillAsync(grant, position.Incarnation, slot.Index, table, bytes => _cache.Demand(index + bytes), cancellationToken);
            slot.Change(filled => filled.Attach(table));
        }
        catch (RefusalException refused) when (refused.Code == RefusalCode.StorageFull)
        {
            LeaveOut(slot, question.Stamp);
        }
        finally
        {
            _cache.Reserve(slot, slot.IndexBytes);
            _loads.Release();
        }
    }

    /// <summary>Answers by words from now on: a table without dimensions takes no vector in.</summary>
    private static void LeaveOut(SpaceSlot slot, long stamp) => slot.Change(index => index.Attach(new VectorTable(stamp, dimensions: 0)));

    private void Measure(SpaceSlot slot)
    {
        // Words answer without vectors, and nothing answers without words.
        if (slot.VectorStamp is { } stamp && !_cache.Fits(slot.IndexBytes))
        {
            LeaveOut(slot, stamp);
        }

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

    private async Task<(SpaceIndex Index, Position? Position)> FindSnapshotAsync(ReadGrant grant, CancellationToken cancellationToken) =>
        _snapshots is not null && await _snapshots.FindAsync(grant, cancellationToken) is { } found ? found : (new SpaceIndex(), null);

    /// <summary>Lets a snapshot be written when enough is new since the last. A purge took that away, and there is no last one.</summary>
    private void Keep(ReadGrant grant, SpaceSlot slot, IReadOnlyList<Change> applied)
    {
        if (_snapshots is null || slot.Position is not { } position)
        {
            return;
        }

        slot.KeptUpTo = applied.Any(change => change.Kind == ChangeKind.Purged) ? 0 : slot.KeptUpTo;
        var least = Math.Max(_options.LeastRowsToKeep, position.Sequence / _options.ShareToKeep);
        if (position.Sequence - slot.KeptUpTo >= least && _snapshots.Offer(grant) is { } kept)
        {
            slot.KeptUpTo = position.Sequence;
            Kept = kept;
        }
    }
}
