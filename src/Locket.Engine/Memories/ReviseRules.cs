using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>The rules of revising, forgetting and undoing, inside one transaction on one space with its lock held.</summary>
public sealed class ReviseRules(MemoryTimeline timeline, RequestLedger requests, HoldingRules holding)
{
    private const string ReviseAction = "revise";
    private const string ForgetAction = "forget";
    private const string UndoAction = "undo";

    internal async ValueTask<Memory> ReviseAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, Revision revision, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, revision.Key, ReviseAction, request, cancellationToken) is { } done)
        {
            return await timeline.AtVersionAsync(transaction, grant, new MemoryId(done.Ids[0]), done.Version, cancellationToken);
        }

        var memory = await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
        MemoryMoves.DemandTrust(memory, grant.Actor);
        var isLate = revision is { KeepsConflict: true, ExpectedVersion: { } expected } && (expected != memory.Version || memory.Status != MemoryStatus.Active);
        var next = isLate ? null : MemoryMoves.Revise(memory, revision, grant.Actor);
        if (next is null && !isLate)
        {
            await transaction.TouchAsync(cancellationToken);
        }
        else if (revision.IsHeld)
        {
            var suspect = MemoryMoves.Revised(memory.Content, revision, grant.Actor) with { Replaces = memory.Id, RememberedAt = null };
            memory = await holding.AsideAsync(transaction, grant, suspect, place: null, cancellationToken);
        }
        else if (next is null)
        {
            memory = await SetAsideAsync(transaction, grant, memory, revision, cancellationToken);
        }
        else
        {
            memory = await timeline.ChangeAsync(transaction, grant, memory, ReviseAction, next, cancellationToken);
        }

        await timeline.KeepAsync(transaction, grant, revision.Key, ReviseAction, request, memory, memory.Version, cancellationToken);
        return memory;
    }

    internal async ValueTask<ForgetOutcome> ForgetAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<MemoryId> ids, int? expectedVersion, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, ForgetAction, request, cancellationToken) is { } done)
        {
            var changed = done.Ids.Select(id => new MemoryId(id)).ToHashSet();
            return new ForgetOutcome([.. ids.Where(changed.Contains)], [.. ids.Where(id => !changed.Contains(id))]);
        }

        var ended = await EndAsync(transaction, grant, ids, expectedVersion, cancellationToken);
        await requests.KeepAsync(
            transaction, grant, key, ForgetAction, request, new DoneRequest([.. ended.Select(id => id.Value)], 0, ended.Count), cancellationToken);

        return new ForgetOutcome(ended, [.. ids.Except(ended)]);
    }

    /// <summary>Ends what was found to be there; answers how many, the same again to a replay.</summary>
    internal async ValueTask<int> ForgetAllAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<MemoryId> ids, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, ForgetAction, request, cancellationToken) is { } done)
        {
            return done.Changed;
        }

        var ended = await EndAsync(transaction, grant, ids, expectedVersion: null, cancellationToken);
        await requests.KeepAsync(transaction, grant, key, ForgetAction, request, new DoneRequest([], 0, ended.Count), cancellationToken);

        return ended.Count;
    }

    internal async ValueTask<Memory> UndoAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, int? expectedVersion, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, UndoAction, request, cancellationToken) is { } done)
        {
            return await timeline.AtVersionAsync(transaction, grant, id, done.Version, cancellationToken);
        }

        var changes = await timeline.LastStepAsync(transaction, id, cancellationToken);
        var next = MemoryMoves.Undo(grant.Space, changes, grant.Actor);
        var now = MemoryFold.Fold(grant.Space, changes)!;
        Expect(now, expectedVersion);
        var memory = await timeline.ChangeAsync(transaction, grant, now, UndoAction, next, cancellationToken);
        await timeline.KeepAsync(transaction, grant, key, UndoAction, request, memory, memory.Version, cancellationToken);

        return memory;
    }

    // The revision comes too late to stand: it becomes a version, and what stood stands again, in the same transaction.
    private async ValueTask<Memory> SetAsideAsync(
        IRecordTransaction transaction, WriteGrant grant, Memory memory, Revision revision, CancellationToken cancellationToken)
    {
        var late = MemoryTimeline.Next(memory, ChangeKind.Revised, grant) with
        {
            Content = MemoryMoves.Revised(memory.Content, revision, grant.Actor),
            RequestKey = revision.Key,
        };
        var revised = await timeline.ChangeAsync(transaction, grant, memory, ReviseAction, late, cancellationToken);

        return await timeline.ChangeAsync(transaction, grant, revised, ReviseAction, MemoryMoves.Back(revised, memory, grant.Actor), cancellationToken);
    }

    private static void Expect(Memory memory, int? version)
    {
        if (version is { } expected && expected != memory.Version)
        {
            throw MemoryMoves.MovedOn(expected, memory.Version);
        }
    }

    private async ValueTask<IReadOnlyList<MemoryId>> EndAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<MemoryId> ids, int? expectedVersion, CancellationToken cancellationToken)
    {
        var ended = new List<MemoryId>();
        foreach (var id in ids)
        {
            var memory = await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
            if (memory.Status != MemoryStatus.Forgotten)
            {
                MemoryMoves.DemandTrust(memory, grant.Actor);
                Expect(memory, expectedVersion);
                await timeline.ChangeAsync(transaction, grant, memory, ForgetAction, MemoryTimeline.Next(memory, ChangeKind.Forgotten, grant), cancellationToken);
                ended.Add(id);
            }
        }

        if (ended.Count == 0)
        {
            await transaction.TouchAsync(cancellationToken);
        }

        return ended;
    }
}
