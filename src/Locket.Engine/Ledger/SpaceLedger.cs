using Locket.Engine.Audit;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Ledger;

/// <summary>
/// Appends changes to a space inside a write transaction: numbers them, chains their audit entry, seals them. The one
/// place where a change becomes a row, so that no change can be without its audit entry.
/// </summary>
public sealed class SpaceLedger(RecordSealer sealer, AuditSealer audit, LookupHasher hasher, TimeProvider clock)
{
    /// <summary>All changes of one id in this space, oldest first.</summary>
    public async ValueTask<IReadOnlyList<Change>> ChangesAsync(IRecordTransaction transaction, MemoryId id, CancellationToken cancellationToken)
    {
        var rows = await transaction.FindAsync(id, cancellationToken);

        return [.. rows.Select(row => sealer.Open(transaction.Head.Incarnation, row))];
    }

    /// <summary>As much of one id's history below a version as says how it stood then, behind its first change.</summary>
    internal ValueTask<IReadOnlyList<Change>> TailAsync(IRecordTransaction transaction, MemoryId id, int before, CancellationToken cancellationToken) => MemoryTail.ReadAsync(
        (below, limit) => transaction.FindTailAsync(id, below, limit, cancellationToken),
        row => sealer.Open(transaction.Head.Incarnation, row),
        before,
        until: null);

    /// <summary>Appends one change. Sequence, time and actor are set here; the version is the caller's.</summary>
    /// <param name="draft">The change; its sequence and time are ignored.</param>
    /// <param name="action">Its name in the audit log.</param>
    /// <param name="content">Canonical bytes of the content, when it may be looked up as a duplicate.</param>
    internal async ValueTask<Change> AppendAsync(
        IRecordTransaction transaction, WriteGrant grant, Change draft, string action, byte[]? content, CancellationToken cancellationToken)
    {
        if (draft.Version > Limits.Versions && !Ends(draft.Kind))
        {
            throw new RefusalException(RefusalCode.Conflict, $"this has been changed {Limits.Versions:N0} times, and can only be ended now: forget it and remember it anew");
        }

        var head = transaction.Head;
        var change = draft with { Sequence = head.Sequence + 1, At = Milliseconds(clock.GetUtcNow()), Actor = grant.Actor };
        var plaintext = RecordSealer.Plaintext(change);
        var facts = new AuditFacts
        {
            At = change.At,
            Principal = grant.Actor.Principal,
            TokenId = grant.Actor.TokenId,
            Action = action,
            Subject = hasher.OfSubject(head.Incarnation, change.Id),
            Result = AuditFacts.Done,
            Record = hasher.OfRecord(head.Incarnation, plaintext),
        };
        var entry = audit.Next(head.Incarnation, change.Sequence, head.Seal, facts);
        var mac = content is null ? (long?)null : hasher.OfContent(head.Incarnation, content);
        var row = sealer.Seal(head.Incarnation, change, plaintext, mac, entry.Seal);
        await transaction.AppendAsync(row, entry, cancellationToken);
        if (EndsVector(change))
        {
            await transaction.DropVectorAsync(change.Id, cancellationToken);
        }

        grant.Written.Count();

        return change;
    }

    /// <summary>A change to fill in and append; sequence and time are set then.</summary>
    internal static Change Draft(MemoryId id, int version, ChangeKind kind, WriteGrant grant) => new()
    {
        Sequence = 0,
        Id = id,
        Version = version,
        At = default,
        Kind = kind,
        Actor = grant.Actor,
    };

    // What only ends something is never in the way: it may be held back, or forgotten and purged.
    private static bool Ends(ChangeKind kind) => kind is ChangeKind.Forgotten or ChangeKind.Superseded or ChangeKind.Quarantined or ChangeKind.Purged or ChangeKind.Unrelated;

    private static bool EndsVector(Change change) => change.Kind switch
    {
        ChangeKind.Revised or ChangeKind.Forgotten or ChangeKind.Quarantined => true,
        ChangeKind.Restored => change.Content is not null || change.Status is MemoryStatus.Forgotten or MemoryStatus.Quarantined,
        _ => false,
    };

    // Stores keep milliseconds, and the time is bound to the seal: what is sealed must be what is read back.
    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
