using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>
/// Takes back what one token did, inside one transaction on one space with its lock held. What it wrote is held back, what it changed
/// stands as before, and what others have written since stays: nothing is lost, and each step is a change that can be taken back.
/// </summary>
public sealed class RollbackRules(SpaceLedger ledger, MemoryTimeline timeline, TimeProvider clock)
{
    internal const string Action = "rollback";

    /// <param name="firstMeant">The version of the first change that is meant.</param>
    internal async ValueTask<RollbackCount> TakeBackAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, int firstMeant, Func<Change, bool> isMeant, CancellationToken cancellationToken)
    {
        var changes = await timeline.TailAsync(transaction, id, cancellationToken);
        if (changes.Count == 0 || changes[^1].IsPurged)
        {
            return default;
        }

        return changes[^1] switch
        {
            { Kind: ChangeKind.Related } edge => isMeant(edge) ? await EndAsync(transaction, grant, edge, ChangeKind.Unrelated, cancellationToken) : default,
            { Kind: ChangeKind.Described } name => isMeant(name) ? await EndAsync(transaction, grant, name, ChangeKind.Forgotten, cancellationToken) : default,
            { Kind: ChangeKind.Unrelated } ended => isMeant(ended) && !isMeant(changes[0])
                ? await EndAsync(transaction, grant, ended with { Relation = changes[0].Relation }, ChangeKind.Related, cancellationToken)
                : default,
            _ => await MemoryAsync(transaction, grant, changes, firstMeant, isMeant, cancellationToken),
        };
    }

    private async ValueTask<RollbackCount> MemoryAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<Change> changes, int firstMeant, Func<Change, bool> isMeant, CancellationToken cancellationToken)
    {
        var content = changes.Last(change => change.Content is not null);
        if (MemoryFold.Fold(grant.Space, changes) is not { } now || !(isMeant(content) || isMeant(changes[^1])))
        {
            return default;
        }

        if (MemoryFold.Fold(grant.Space, await ledger.TailAsync(transaction, now.Id, firstMeant, cancellationToken)) is { } before)
        {
            // What it says was not touched: then it need not be said again.
            before = content.Version < firstMeant ? before with { Content = now.Content, Writer = now.Writer } : before;
            await timeline.ChangeAsync(transaction, grant, now, Action, MemoryMoves.Back(now, before, grant.Actor), cancellationToken);

            return new RollbackCount(0, 1);
        }

        if (now.Status != MemoryStatus.Active)
        {
            return default;
        }

        await timeline.ChangeAsync(transaction, grant, now, Action, MemoryTimeline.Next(now, ChangeKind.Quarantined, grant), cancellationToken);

        return new RollbackCount(1, 0);
    }

    private async ValueTask<RollbackCount> EndAsync(
        IRecordTransaction transaction, WriteGrant grant, Change last, ChangeKind kind, CancellationToken cancellationToken)
    {
        var end = SpaceLedger.Draft(last.Id, last.Version + 1, kind, grant) with
        {
            Relation = last.Relation is { } edge ? edge with { Until = kind == ChangeKind.Unrelated ? clock.GetUtcNow() : null } : null,
        };
        await ledger.AppendAsync(transaction, grant, end, Action, null, cancellationToken);

        return new RollbackCount(0, 1);
    }
}

/// <param name="Held">Memories that wait for a review now.</param>
/// <param name="Restored">Memories, edges and names that stand again as before.</param>
public readonly record struct RollbackCount(int Held, int Restored)
{
    public static RollbackCount operator +(RollbackCount one, RollbackCount other) => Add(one, other);

    public static RollbackCount Add(RollbackCount one, RollbackCount other) => new(one.Held + other.Held, one.Restored + other.Restored);
}
