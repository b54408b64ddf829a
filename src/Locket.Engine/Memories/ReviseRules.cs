using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>The rules of revising, forgetting and undoing, inside one transaction on one space with its lock held.</summary>
public sealed class ReviseRules(MemoryTimeline timeline, RequestLedger requests)
{
    private const string ReviseAction = "revise";
    private const string ForgetAction = "forget";
    private const string UndoAction = "undo";

    internal async ValueTask<Memory> ReviseAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, Revision revision, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, revision.Key, ReviseAction, request, cancellationToken) is { } done)
        {
            return await timeline.AtVersionAsync(transaction, grant, id, done.Version, cancellationToken);
        }

        var memory = await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
        if (revision.ExpectedVersion is { } expected && expected != memory.Version)
        {
            throw new RefusalException(RefusalCode.VersionConflict, $"expected_version is {expected}, but the memory is at version {memory.Version}");
        }

        if (memory.Status != MemoryStatus.Active)
        {
            throw new RefusalException(RefusalCode.Conflict, $"the memory is {memory.Status.Name()}: undo that first");
        }

        var content = Revised(memory.Content, revision, grant.Actor);
        if (ContentCanonical.Bytes(content).AsSpan().SequenceEqual(ContentCanonical.Bytes(memory.Content)))
        {
            await transaction.TouchAsync(cancellationToken);
        }
        else
        {
            var next = MemoryTimeline.Next(memory, ChangeKind.Revised, grant) with { Content = content, RequestKey = revision.Key };
            memory = await timeline.ChangeAsync(transaction, grant, memory, ReviseAction, next, cancellationToken);
        }

        await timeline.KeepAsync(transaction, grant, revision.Key, ReviseAction, request, memory, memory.Version, cancellationToken);
        return memory;
    }

    internal async ValueTask<ForgetOutcome> ForgetAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<MemoryId> ids, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, ForgetAction, request, cancellationToken) is { } done)
        {
            var changed = done.Ids.Select(id => new MemoryId(id)).ToHashSet();
            return new ForgetOutcome([.. ids.Where(changed.Contains)], [.. ids.Where(id => !changed.Contains(id))]);
        }

        var ended = await EndAsync(transaction, grant, ids, cancellationToken);
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

        var ended = await EndAsync(transaction, grant, ids, cancellationToken);
        await requests.KeepAsync(transaction, grant, key, ForgetAction, request, new DoneRequest([], 0, ended.Count), cancellationToken);

        return ended.Count;
    }

    internal async ValueTask<Memory> UndoAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, UndoAction, request, cancellationToken) is { } done)
        {
            return await timeline.AtVersionAsync(transaction, grant, id, done.Version, cancellationToken);
        }

        var changes = await timeline.ChangesAsync(transaction, id, cancellationToken);
        var now = MemoryFold.Fold(grant.Space, changes) ?? throw RefusalException.NoSuchMemory();
        var before = MemoryFold.Fold(grant.Space, changes.SkipLast(1));
        var next = before is null
            ? Reversed(now, grant)
            : MemoryTimeline.Next(now, ChangeKind.Restored, grant) with
            {
                Status = before.Status,
                By = before.ReplacedBy,
                Content = before.Content == now.Content ? null : before.Content,
                Writer = before.Writer == now.Writer ? null : before.Writer,
            };
        var memory = await timeline.ChangeAsync(transaction, grant, now, UndoAction, next, cancellationToken);
        await timeline.KeepAsync(transaction, grant, key, UndoAction, request, memory, memory.Version, cancellationToken);

        return memory;
    }

    // The first change undone is a memory forgotten; one that an import brought back as ended comes to life.
    private static Change Reversed(Memory only, WriteGrant grant) => only.Status == MemoryStatus.Active
        ? MemoryTimeline.Next(only, ChangeKind.Forgotten, grant)
        : MemoryTimeline.Next(only, ChangeKind.Restored, grant) with { Status = MemoryStatus.Active };

    private async ValueTask<IReadOnlyList<MemoryId>> EndAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<MemoryId> ids, CancellationToken cancellationToken)
    {
        var ended = new List<MemoryId>();
        foreach (var id in ids)
        {
            var memory = await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
            if (memory.Status != MemoryStatus.Forgotten)
            {
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

    // A revision is only as trustworthy as who revises: an agent's edit of a curated memory is an agent's.
    private static MemoryContent Revised(MemoryContent content, Revision revision, Actor actor) => content with
    {
        Text = revision.Text ?? content.Text,
        Kind = revision.Kind ?? content.Kind,
        Tags = revision.Tags ?? content.Tags,
        About = revision.About ?? content.About,
        OccurredAt = revision.OccurredAt ?? content.OccurredAt,
        ValidUntil = revision.ValidUntil ?? content.ValidUntil,
        ExpiresAt = revision.IsLasting ? null : revision.ExpiresAt ?? content.ExpiresAt,
        Metadata = revision.Metadata ?? content.Metadata,
        Origin = revision.Origin,
        Trust = actor.Trust,
    };
}
