using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>
/// One row of a space's log, unsealed: what happened to one memory, relation or entity. Nothing is ever overwritten;
/// the state of a memory is the fold of its changes in order of version, the state of a space that in order of sequence.
/// </summary>
public sealed record Change
{
    /// <summary>Position in the space: 1, 2, 3 … without gaps, in commit order.</summary>
    public required long Sequence { get; init; }

    public required MemoryId Id { get; init; }

    /// <summary>Which change of this id: 1, 2, 3 …</summary>
    public required int Version { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ChangeKind Kind { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>With <see cref="ChangeKind.Remembered"/>, <see cref="ChangeKind.Revised"/>, sometimes <see cref="ChangeKind.Restored"/>.</summary>
    public MemoryContent? Content { get; init; }

    /// <summary>With <see cref="ChangeKind.Superseded"/>, and where an import or an undo brings that back: the successor.</summary>
    public MemoryId? By { get; init; }

    /// <summary>With <see cref="ChangeKind.Restored"/>: the status that came back.</summary>
    public MemoryStatus? Status { get; init; }

    /// <summary>With <see cref="ChangeKind.Restored"/> that brings older content back: who wrote that.</summary>
    public Actor? Writer { get; init; }

    public RelationContent? Relation { get; init; }

    public EntityContent? Entity { get; init; }

    /// <summary>The idempotency key of the request, so that a replay is known at any age.</summary>
    public string? RequestKey { get; init; }

    /// <summary>True for a row whose content was purged: only the header is left.</summary>
    public bool IsPurged { get; init; }
}
