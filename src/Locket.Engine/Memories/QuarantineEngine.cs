using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>What was held back: look at it, let it out, send it away. For administrators whose token covers the space; each step is audited.</summary>
public sealed class QuarantineEngine(
    IRecordStore store, MemoryTimeline timeline, HoldingRules holding, MemoryReader reader, SpaceIndexes indexes, CursorSealer cursors, TimeProvider clock)
{
    private const string Listing = "review";

    /// <summary>What waits, newest first, expired or not.</summary>
    public async Task<MemoryPage> ListAsync(Caller caller, SpaceName space, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayReview(space);
        var filter = new MemoryFilter { Status = MemoryStatus.Quarantined, IncludeExpired = true, Limit = Checked.PageSize(limit) };
        var query = SpaceQuestions.List(filter, cursors.Open(grant, Listing, cursor), clock.GetUtcNow());
        var page = await indexes.ReadAsync(grant, index => index.List(query), cancellationToken);

        return new MemoryPage(
            await reader.FindAllAsync(grant, page.Ids, cancellationToken), page.Next is { } next ? cursors.Seal(grant, Listing, next) : null);
    }

    /// <summary>The memory is recalled from now on, and takes the place of what it was written to replace. Doing it twice changes nothing.</summary>
    /// <exception cref="RefusalException">There is no such memory, or it was sent away.</exception>
    public Task<Memory> ApproveAsync(Caller caller, SpaceName space, MemoryId id, CancellationToken cancellationToken) => SettleAsync(
        caller, space, id, MemoryStatus.Active, (transaction, grant, memory) => holding.ApproveAsync(transaction, grant, memory, cancellationToken), cancellationToken);

    /// <summary>The memory is forgotten; an undo brings it back into quarantine until it is purged.</summary>
    /// <exception cref="RefusalException">There is no such memory, or it was let out.</exception>
    public Task<Memory> RejectAsync(Caller caller, SpaceName space, MemoryId id, CancellationToken cancellationToken) => SettleAsync(
        caller,
        space,
        id,
        MemoryStatus.Forgotten,
        (transaction, grant, memory) => timeline.ChangeAsync(
            transaction, grant, memory, "reject", MemoryTimeline.Next(memory, ChangeKind.Forgotten, grant), cancellationToken),
        cancellationToken);

    private Task<Memory> SettleAsync(
        Caller caller,
        SpaceName space,
        MemoryId id,
        MemoryStatus becomes,
        Func<IRecordTransaction, WriteGrant, Memory, ValueTask<Memory>> settle,
        CancellationToken cancellationToken)
    {
        var grant = caller.MayReview(space);

        return store.WriteAsync(
            grant,
            async transaction =>
            {
                var memory = await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
                if (memory.Status == becomes)
                {
                    await transaction.TouchAsync(cancellationToken);
                    return memory;
                }

                return memory.Status == MemoryStatus.Quarantined
                    ? await settle(transaction, grant, memory)
                    : throw new RefusalException(RefusalCode.Conflict, $"the memory is {memory.Status.Name()}, and does not wait for a review");
            },
            cancellationToken);
    }
}
