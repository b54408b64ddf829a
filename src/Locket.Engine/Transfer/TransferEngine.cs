using System.Runtime.CompilerServices;
using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Transfer;

/// <summary>Whole spaces out and in.</summary>
public sealed class TransferEngine(
    IRecordStore store, RecordSealer sealer, MemoryReader reader, RememberRules remembering, SpaceRooms rooms, GraphRules weaving, SpaceIndexes indexes, Redactor redactor, TimeProvider clock)
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
                if (change.Kind == ChangeKind.Remembered && await reader.FindAsync(grant, change.Id, cancellationToken) is { } memory)
                {
                    yield return memory;
                }
            }

            position = new Position(page.Head!.Incarnation, page.Rows[^1].Sequence, page.Rows[^1].Seal);
        }
    }

    /// <summary>Stores some memories in one durable step; doing it twice changes nothing.</summary>
    /// <exception cref="Refusals.RefusalException">The space has no room for those that are new.</exception>
    public async Task<IReadOnlyList<ImportOutcome>> ImportAsync(
        Caller caller, SpaceName space, IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        foreach (var item in items)
        {
            item.Kept?.Check();
        }

        var drafts = items.Select(item => (Draft: AdmittedDraft.By(redactor, grant, item.Draft), item.Kept)).ToList();
        var room = await rooms.MeasureAsync(grant, cancellationToken);

        return await store.WriteAsync<IReadOnlyList<ImportOutcome>>(
            grant,
            async transaction =>
            {
                var outcomes = new List<ImportOutcome>(items.Count);
                foreach (var (draft, kept) in drafts)
                {
                    var (memory, isNew) = await remembering.RememberAsync(transaction, grant, draft, kept, room, cancellationToken);
                    outcomes.Add(new ImportOutcome(memory.Id, isNew));
                }

                return outcomes;
            },
            cancellationToken);
    }

    /// <summary>What things are called, and the edges that hold.</summary>
    public Task<DescribedGraph> ExportGraphAsync(Caller caller, SpaceName space, CancellationToken cancellationToken) => indexes.ReadAsync(
        caller.MayRead(space),
        index => new DescribedGraph(
            index.Descriptions(),
            [.. index.Relations(clock.GetUtcNow()).Select(edge => new RelationContent(edge.From, edge.Relation, edge.To, edge.Since, edge.Until))]),
        cancellationToken);

    /// <summary>
    /// Adds a part of a graph in one durable step; doing it twice changes nothing, and neither what was described otherwise here nor what
    /// was ended here lately comes back.
    /// </summary>
    public async Task<WovenGraph> ImportGraphAsync(Caller caller, SpaceName space, DescribedGraph graph, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        graph = AdmittedGraph.By(redactor, grant, graph);

        return await store.WriteAsync(
            grant,
            async transaction =>
            {
                var (entities, relations) = (0, 0);
                foreach (var entity in graph.Entities)
                {
                    entities += await weaving.BringAsync(transaction, grant, entity, TransferKeys.Of(entity), cancellationToken) ? 1 : 0;
                }

                foreach (var edge in graph.Relations)
                {
                    relations += await weaving.BringAsync(transaction, grant, edge, TransferKeys.Of(edge), cancellationToken) ? 1 : 0;
                }

                if (entities + relations == 0)
                {
                    await transaction.TouchAsync(cancellationToken);
                }

                return new WovenGraph(entities, relations);
            },
            cancellationToken);
    }
}
