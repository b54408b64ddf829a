using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>
/// The rules of what is held back, inside one transaction on one space with its lock held. A suspicious revision becomes a memory of its
/// own that waits, and takes the place of what it revises once somebody approves it: until then what stood stands.
/// </summary>
public sealed class HoldingRules(MemoryTimeline timeline, TimeProvider clock)
{
    /// <summary>Keeps it as a memory that waits for a review.</summary>
    /// <param name="place">What it is to be looked up by, where that is not what it says.</param>
    internal async ValueTask<Memory> AsideAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryContent content, byte[]? place, CancellationToken cancellationToken)
    {
        var draft = SpaceLedger.Draft(MemoryId.New(clock), 1, ChangeKind.Remembered, grant) with { Content = content, Status = MemoryStatus.Quarantined };
        var change = place is null
            ? await timeline.AppendAsync(transaction, grant, draft, "hold", cancellationToken)
            : await timeline.AppendAsync(transaction, grant, draft, "hold", place, cancellationToken);

        return MemoryFold.Apply(grant.Space, null, change)!;
    }

    /// <summary>Lets it out, and what it replaces gives way if that still stands.</summary>
    internal async ValueTask<Memory> ApproveAsync(IRecordTransaction transaction, WriteGrant grant, Memory memory, CancellationToken cancellationToken)
    {
        if (memory.Content.Replaces is { } replaced
            && await timeline.LoadAsync(transaction, grant, replaced, cancellationToken) is { Status: MemoryStatus.Active } old)
        {
            MemoryMoves.DemandTrust(old, grant.Actor);
            await timeline.SupersedeAsync(transaction, grant, old, memory.Id, cancellationToken);
        }

        return await timeline.ChangeAsync(transaction, grant, memory, "approve", MemoryTimeline.Next(memory, ChangeKind.Approved, grant), cancellationToken);
    }
}
