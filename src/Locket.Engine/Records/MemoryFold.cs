using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>From changes to a memory: pure, the same on every store and in every index.</summary>
public static class MemoryFold
{
    /// <returns>The memory after the given change, or null where there is none (a purged one, a relation, an entity).</returns>
    public static Memory? Apply(SpaceName space, Memory? before, Change change) => change.Kind switch
    {
        _ when change.IsPurged => null,
        ChangeKind.Remembered => new Memory
        {
            Id = change.Id,
            Space = space,
            Sequence = change.Sequence,
            Version = change.Version,
            Status = change.Status ?? MemoryStatus.Active,
            Content = change.Content!,
            Writer = change.Actor,
            CreatedAt = change.Content!.RememberedAt ?? change.At,
            ChangedAt = change.At,
            ReplacedBy = change.By,
        },
        ChangeKind.Revised => Moved(before, change) is { } moved
            ? moved with { Content = change.Content!, Writer = change.Actor, Status = MemoryStatus.Active, ReplacedBy = null }
            : null,
        ChangeKind.Restored => Moved(before, change) is { } moved
            ? moved with
            {
                Content = change.Content ?? moved.Content,
                Writer = change.Writer ?? moved.Writer,
                Status = change.Status ?? MemoryStatus.Active,
                ReplacedBy = change.By,
            }
            : null,
        ChangeKind.Forgotten => Ended(before, change, MemoryStatus.Forgotten),
        ChangeKind.Quarantined => Ended(before, change, MemoryStatus.Quarantined),
        ChangeKind.Approved => Ended(before, change, MemoryStatus.Active),
        ChangeKind.Superseded => Ended(before, change, MemoryStatus.Superseded) is { } over ? over with { ReplacedBy = change.By } : null,
        _ => null,
    };

    /// <param name="changes">All changes of one id, in order of version.</param>
    /// <returns>The memory as it stands now, or null.</returns>
    public static Memory? Fold(SpaceName space, IEnumerable<Change> changes) =>
        changes.Aggregate((Memory?)null, (memory, change) => Apply(space, memory, change));

    private static Memory? Moved(Memory? before, Change change) =>
        before is null ? null : before with { Version = change.Version, ChangedAt = change.At };

    private static Memory? Ended(Memory? before, Change change, MemoryStatus status) =>
        Moved(before, change) is { } moved ? moved with { Status = status } : null;
}
