using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>
/// What a wish makes of a memory: pure, so that a copy that is away from its server foresees what the server will do. Sequence and time
/// are set by whoever appends the change.
/// </summary>
public static class MemoryMoves
{
    /// <summary>The next change of a memory.</summary>
    public static Change Next(Memory memory, ChangeKind kind, Actor actor) => new()
    {
        Sequence = 0,
        Id = memory.Id,
        Version = memory.Version + 1,
        At = default,
        Kind = kind,
        Actor = actor,
    };

    /// <summary>
    /// What somebody wrote is changed, ended or replaced by whoever is trusted as much, by its writer, and by the owner of the data directory.
    /// </summary>
    /// <exception cref="RefusalException">The memory is trusted more than whoever would change it.</exception>
    public static void DemandTrust(Memory memory, Actor actor) => DemandTrust(memory.Id, memory.Content.Trust, memory.Writer, actor);

    /// <summary>New content for a memory; null when nothing would change.</summary>
    /// <exception cref="RefusalException">The memory is not at the expected version, is over, or is trusted more than the actor.</exception>
    public static Change? Revise(Memory memory, Revision revision, Actor actor)
    {
        DemandTrust(memory, actor);
        if (revision.ExpectedVersion is { } expected && expected != memory.Version)
        {
            throw MovedOn(expected, memory.Version);
        }

        if (memory.Status != MemoryStatus.Active)
        {
            throw memory.Status == MemoryStatus.Quarantined
                ? Waits()
                : new RefusalException(RefusalCode.Conflict, $"the memory is {memory.Status.Name()}: undo that first");
        }

        var content = Revised(memory.Content, revision, actor);

        return ContentCanonical.Bytes(content).AsSpan().SequenceEqual(ContentCanonical.Bytes(memory.Content))
            ? null
            : Next(memory, ChangeKind.Revised, actor) with { Content = content, RequestKey = revision.Key };
    }

    /// <summary>The last change of a memory taken back.</summary>
    /// <param name="changes">Changes of it in order of version: all, or those that say how it stood and then its newest.</param>
    /// <exception cref="RefusalException">There is no such memory, or it or its last change is trusted more than the actor.</exception>
    public static Change Undo(SpaceName space, IReadOnlyList<Change> changes, Actor actor)
    {
        var now = MemoryFold.Fold(space, changes) ?? throw RefusalException.NoSuchMemory();
        if (now.Status == MemoryStatus.Quarantined)
        {
            throw Waits();
        }

        var last = changes[^1].Actor;
        DemandTrust(now, actor);
        DemandTrust(now.Id, last.Trust, last, actor);
        var before = MemoryFold.Fold(space, changes.SkipLast(1));

        return before is null ? Reversed(now, actor) : Back(now, before, actor);
    }

    /// <summary>From how a memory stands back to how it stood. With content it says who wrote that, so that nothing before it need be read.</summary>
    internal static Change Back(Memory now, Memory before, Actor actor) => Next(now, ChangeKind.Restored, actor) with
    {
        Status = before.Status,
        By = before.ReplacedBy,
        Content = before.Content == now.Content ? null : before.Content,
        Writer = before.Content == now.Content && before.Writer == now.Writer ? null : before.Writer,
    };

    // A revision is only as trustworthy as who revises, and one that a model made, or that leaves the text, as what it was made of: an
    // agent's edit of a curated memory is an agent's, and tidying up makes nothing that came from outside the owner's own.
    internal static MemoryContent Revised(MemoryContent content, Revision revision, Actor actor) => content with
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
        Trust = revision is { Origin: Origin.User, Text: not null } ? actor.Trust : Lower(content.Trust, actor.Trust),
    };

    internal static Trust Lower(Trust one, Trust other) => one < other ? one : other;

    private static RefusalException Waits() => new(RefusalCode.Conflict, "the memory is quarantined: it waits for a review");

    private static void DemandTrust(MemoryId id, Trust trust, Actor by, Actor actor)
    {
        if (trust > actor.Trust && by.Principal != actor.Principal && !actor.IsOwner)
        {
            throw new RefusalException(
                RefusalCode.BelowTrust, $"memory {id} stands at trust {trust.Name()}, and this token writes at {actor.Trust.Name()}: it may not change that");
        }
    }

    internal static RefusalException MovedOn(int expected, int version) =>
        new(RefusalCode.VersionConflict, $"expected_version is {expected}, but the memory is at version {version}");

    // The first change undone is a memory forgotten; one that an import brought back as ended comes to life.
    private static Change Reversed(Memory only, Actor actor) => only.Status == MemoryStatus.Active
        ? Next(only, ChangeKind.Forgotten, actor)
        : Next(only, ChangeKind.Restored, actor) with { Status = MemoryStatus.Active };
}
