using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>How many more memories spaces take.</summary>
public sealed class SpaceRooms(IRecordStore store, SpaceIndexes indexes, EngineOptions options)
{
    /// <summary>Below this distance from the limit it is worth counting.</summary>
    private const int Near = 1_000;

    /// <summary>Looks before a write what it may take; a replay takes nothing, so it gets its answer in a full space too.</summary>
    internal async ValueTask<SpaceRoom> MeasureAsync(WriteGrant grant, CancellationToken cancellationToken)
    {
        // The sequence counts every change, so far below the limit there is nothing to count.
        var head = await store.HeadAsync(grant, cancellationToken);
        var least = options.MemoriesPerSpace - (head?.Sequence ?? 0);
        if (least >= Near)
        {
            return new SpaceRoom(least, options.MemoriesPerSpace);
        }

        var count = await indexes.ReadAsync(grant, index => index.MemoryCount, cancellationToken);

        return new SpaceRoom(options.MemoriesPerSpace - count, options.MemoriesPerSpace);
    }
}

/// <summary>What one unit of work may add to its space.</summary>
internal sealed class SpaceRoom(long left, int limit)
{
    private long _left = left;

    /// <exception cref="RefusalException">The space is full.</exception>
    public void Take()
    {
        if (_left-- <= 0)
        {
            throw new RefusalException(RefusalCode.QuotaExceeded, $"this space is full: it holds {limit} memories");
        }
    }
}
