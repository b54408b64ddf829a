using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Reads memories from the store: rows, unsealed and folded.</summary>
public sealed class MemoryReader(IRecordStore store, RecordSealer sealer)
{
    /// <summary>A page of a history, from its end.</summary>
    /// <param name="before">Only versions below this one.</param>
    /// <returns>The first change of the id, then its newest ones below the version, oldest first; empty when this space has none.</returns>
    internal async ValueTask<IReadOnlyList<Change>> ChangesAsync(ReadGrant grant, MemoryId id, int before, int limit, CancellationToken cancellationToken)
    {
        var rows = await store.FindTailAsync(grant, id, before, limit, cancellationToken);
        if (rows.Count == 0 || await store.HeadAsync(grant, cancellationToken) is not { } head)
        {
            return [];
        }

        return [.. rows.Select(row => sealer.Open(head.Incarnation, row))];
    }

    /// <returns>The memory as it stands, or null.</returns>
    internal async ValueTask<Memory?> FindAsync(ReadGrant grant, MemoryId id, CancellationToken cancellationToken) =>
        MemoryFold.Fold(grant.Space, await TailAsync(grant, id, until: null, cancellationToken));

    /// <returns>The memory as it stood at a time, or null when it was not there yet.</returns>
    internal async ValueTask<Memory?> FindAsOfAsync(ReadGrant grant, MemoryId id, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        MemoryFold.Fold(grant.Space, await TailAsync(grant, id, asOf, cancellationToken));

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

    private async ValueTask<IReadOnlyList<Change>> TailAsync(ReadGrant grant, MemoryId id, DateTimeOffset? until, CancellationToken cancellationToken) =>
        await store.HeadAsync(grant, cancellationToken) is { } head
            ? await MemoryTail.ReadAsync(
                (before, limit) => store.FindTailAsync(grant, id, before, limit, cancellationToken),
                row => sealer.Open(head.Incarnation, row),
                MemoryTail.Everything,
                until)
            : [];
}
