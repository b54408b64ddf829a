using System.Runtime.CompilerServices;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Transfer;

/// <summary>Whole spaces out and in.</summary>
public sealed class TransferEngine(IRecordStore store, RecordSealer sealer, RememberRules remembering, MemoryEngine memories)
{
    private const int Page = 1_000;

    /// <summary>
    /// Every memory of the space as it stands, in the order they were remembered. Reads by sequence in short transactions, so
    /// that a long export does not keep the write-ahead log from being checkpointed.
    /// </summary>
    public async IAsyncEnumerable<Memory> ExportAsync(Caller caller, SpaceName space, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        Position? position = null;
        while (true)
        {
            var page = await store.ReadAsync(grant, position, Page, cancellationToken);
            if (page.Rows.Count == 0)
            {
                yield break;
            }

            foreach (var row in page.Rows)
            {
                var change = sealer.Open(page.Head!.Incarnation, row);
                if (change.Kind == ChangeKind.Remembered && await AsItStandsAsync(grant, page.Head.Incarnation, change, cancellationToken) is { } memory)
                {
                    yield return memory;
                }
            }

            position = new Position(page.Head!.Incarnation, page.Rows[^1].Sequence, page.Rows[^1].Seal);
        }
    }

    /// <summary>Stores some memories in one durable step; doing it twice changes nothing.</summary>
    /// <exception cref="Refusals.RefusalException">The space has no room for so many, counted as if all were new.</exception>
    public async Task<IReadOnlyList<ImportOutcome>> ImportAsync(
        Caller caller, SpaceName space, IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        foreach (var item in items)
        {
            item.Kept?.Check();
        }

        await memories.DemandRoomAsync(grant, items.Count, cancellationToken);

        return await store.WriteAsync<IReadOnlyList<ImportOutcome>>(
            grant,
            async transaction =>
            {
                var outcomes = new List<ImportOutcome>(items.Count);
                foreach (var item in items)
                {
                    var (memory, isNew) = await remembering.RememberAsync(transaction, grant, item.Draft, item.Kept, cancellationToken);
                    outcomes.Add(new ImportOutcome(memory.Id, isNew));
                }

                return outcomes;
            },
            cancellationToken);
    }

    private async ValueTask<Memory?> AsItStandsAsync(ReadGrant grant, Guid incarnation, Change first, CancellationToken cancellationToken)
    {
        var rows = await store.FindAsync(grant, first.Id, cancellationToken);

        return MemoryFold.Fold(grant.Space, rows.Select(row => sealer.Open(incarnation, row)));
    }
}
