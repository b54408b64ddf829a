using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>The log of a space for a reader that keeps a copy of it.</summary>
public sealed class ChangeEngine(IRecordStore store, RecordSealer sealer)
{
    /// <summary>
    /// What came after a position, oldest first. One read of the store checks the position and gives the rows, and the new position
    /// is that of the last row given, never a head read apart: so a copy that follows it is always a beginning of this history.
    /// </summary>
    /// <exception cref="DamagedException">A row on disk is not what was written there.</exception>
    public async Task<ChangePage> ReadAsync(Caller caller, SpaceName space, Position? after, int limit, CancellationToken cancellationToken)
    {
        var page = await store.ReadAsync(caller.MayRead(space), after, Checked.PageSize(limit, Limits.PageSize), cancellationToken);
        if (page.Head is not { } head)
        {
            return new ChangePage(null, 0, IsOtherHistory: after is not null, [], null);
        }

        if (page.IsOtherHistory || (after is not null && (after.Incarnation != head.Incarnation || after.Sequence > head.Sequence)))
        {
            return new ChangePage(head.Incarnation, head.Sequence, IsOtherHistory: true, [], null);
        }

        var changes = page.Rows.Select(row => sealer.Open(head.Incarnation, row)).ToList();
        var position = page.Rows is [.., var last] ? new Position(head.Incarnation, last.Sequence, last.Seal) : after;

        return new ChangePage(head.Incarnation, head.Sequence, IsOtherHistory: false, changes, position);
    }
}

/// <summary>A page of a space's log, unsealed.</summary>
/// <param name="Incarnation">Null for a space that nobody wrote to yet.</param>
/// <param name="Head">Sequence of the newest change.</param>
/// <param name="IsOtherHistory">The position asked from is not part of this history: start anew from null.</param>
/// <param name="Changes">At most the limit, oldest first.</param>
/// <param name="Position">Where the last change given stands; where the caller stood when none came.</param>
public sealed record ChangePage(Guid? Incarnation, long Head, bool IsOtherHistory, IReadOnlyList<Change> Changes, Position? Position);
