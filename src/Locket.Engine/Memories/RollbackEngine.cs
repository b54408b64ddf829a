using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Takes back what one token did since a time, in every space that the administrator's token covers.</summary>
public sealed class RollbackEngine(IRecordStore store, RecordSealer sealer, RollbackRules rules)
{
    private const int Page = 1_000;

    /// <summary>Ids that are settled in one durable step: others wait for it.</summary>
    private const int Step = 250;

    /// <summary>Doing it twice, or again after it broke off, changes nothing more.</summary>
    /// <param name="tokenId">Public id of the token; what it wrote before a rotation was written under another.</param>
    /// <param name="since">Only what it did then or later; everything when null.</param>
    /// <exception cref="RefusalException">The caller is no administrator.</exception>
    public async Task<RollbackOutcome> RollbackAsync(Caller caller, string tokenId, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        bool IsMeant(Change change) => change.Actor.TokenId == tokenId && (since is not { } from || change.At >= from);

        var (count, spaces) = (default(RollbackCount), 0);
        foreach (var space in await store.ListSpacesAsync(caller.MayReview(), cancellationToken))
        {
            var grant = caller.MayReview(space);
            var touched = await TouchedAsync(grant, IsMeant, cancellationToken);
            spaces += touched.Count > 0 ? 1 : 0;
            foreach (var step in touched.Chunk(Step))
            {
                count += await TakeBackAsync(grant, step, IsMeant, cancellationToken);
            }
        }

        return new RollbackOutcome(count.Held, count.Restored, spaces);
    }

    private Task<RollbackCount> TakeBackAsync(WriteGrant grant, KeyValuePair<MemoryId, int>[] touched, Func<Change, bool> isMeant, CancellationToken cancellationToken) =>
        store.WriteAsync(
            grant,
            async transaction =>
            {
                var count = default(RollbackCount);
                foreach (var (id, first) in touched)
                {
                    count += await rules.TakeBackAsync(transaction, grant, id, first, isMeant, cancellationToken);
                }

                if (count == default)
                {
                    await transaction.TouchAsync(cancellationToken);
                }

                return count;
            },
            cancellationToken);

    /// <returns>What the token touched, each with the version of the first of what is meant.</returns>
    private async Task<IReadOnlyDictionary<MemoryId, int>> TouchedAsync(ReadGrant grant, Func<Change, bool> isMeant, CancellationToken cancellationToken)
    {
        var touched = new Dictionary<MemoryId, int>();
        Position? position = null;
        while (await store.ReadAsync(grant, position, Page, cancellationToken) is { Rows: [.., var last] rows, Head: { } head })
        {
            foreach (var change in rows.Select(row => sealer.Open(head.Incarnation, row)).Where(isMeant))
            {
                touched.TryAdd(change.Id, change.Version);
            }

            position = new Position(head.Incarnation, last.Sequence, last.Seal);
        }

        return touched;
    }
}

/// <param name="Held">Memories that wait for a review now.</param>
/// <param name="Restored">Memories, edges and names that stand again as before.</param>
/// <param name="Spaces">Spaces in which the token did something.</param>
public sealed record RollbackOutcome(int Held, int Restored, int Spaces);
