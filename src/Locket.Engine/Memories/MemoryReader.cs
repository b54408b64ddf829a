using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Reads memories from the store: rows, unsealed and folded.</summary>
public sealed class MemoryReader(IRecordStore store, RecordSealer sealer)
{
    /// <returns>All changes of one id, oldest first; empty when this space has none.</returns>
    internal async ValueTask<IReadOnlyList<Change>> ChangesAsync(ReadGrant grant, MemoryId id, CancellationToken cancellationToken)
    {
        var rows = await store.FindAsync(grant, id, cancellationToken);
        if (rows.Count == 0 || await store.HeadAsync(grant, cancellationToken) is not { } head)
        {
            return [];
        }

        return [.. rows.Select(row => sealer.Open(head.Incarnation, row))];
    }

    /// <returns>The memory as it stands, or null.</returns>
    internal async ValueTask<Memory?> FindAsync(ReadGrant grant, MemoryId id, CancellationToken cancellationToken) =>
        MemoryFold.Fold(grant.Space, await ChangesAsync(grant, id, cancellationToken));

    /// <returns>The memory as it stood at a time, or null when it was not there yet.</returns>
    internal async ValueTask<Memory?> FindAsOfAsync(ReadGrant grant, MemoryId id, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var changes = await ChangesAsync(grant, id, cancellationToken);

        return MemoryFold.Fold(grant.Space, changes.TakeWhile(change => change.At <= asOf));
    }

    /// <returns>The memories in the order of their ids; those that are gone since are left out.</returns>
    internal async ValueTask<IReadOnlyList<Memory>> FindAllAsync(ReadGrant grant, IReadOnlyList<MemoryId> ids, CancellationToken cancellationToken)
    {
        var memories = new List<Memory>(ids.Count);
        foreach (var id in ids)
        {
            if (await FindAsync(grant, id, cancellationToken) is { } memory)
            {
                memories.Add(memory);
            }
        }

        return memories;
    }
}
