using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>One memory's changes inside a transaction: read them, fold them, add one.</summary>
public sealed class MemoryTimeline(SpaceLedger ledger, RequestLedger requests)
{
    /// <returns>The first change of the id, then those that say how it stands, in order of version; empty when this space has none.</returns>
    internal ValueTask<IReadOnlyList<Change>> TailAsync(IRecordTransaction transaction, MemoryId id, CancellationToken cancellationToken) =>
        ledger.TailAsync(transaction, id, MemoryTail.Everything, cancellationToken);

    /// <returns>What says how the memory stood before its newest change, then that change; empty when this space has none.</returns>
    internal async ValueTask<IReadOnlyList<Change>> LastStepAsync(IRecordTransaction transaction, MemoryId id, CancellationToken cancellationToken)
    {
        var now = await TailAsync(transaction, id, cancellationToken);

        return now.Count < 2 ? now : [.. await ledger.TailAsync(transaction, id, now[^1].Version, cancellationToken), now[^1]];
    }

    /// <returns>The memory as it stands, or null.</returns>
    internal async ValueTask<Memory?> LoadAsync(IRecordTransaction transaction, ReadGrant grant, MemoryId id, CancellationToken cancellationToken) =>
        MemoryFold.Fold(grant.Space, await TailAsync(transaction, id, cancellationToken));

    /// <summary>The memory as it stood at a version, for the answer to a replay.</summary>
    internal async ValueTask<Memory> AtVersionAsync(
        IRecordTransaction transaction, ReadGrant grant, MemoryId id, int version, CancellationToken cancellationToken)
    {
        var changes = await ledger.TailAsync(transaction, id, version + 1, cancellationToken);

        return MemoryFold.Fold(grant.Space, changes) ?? throw RefusalException.NoSuchMemory();
    }

    internal ValueTask<Change> AppendAsync(
        IRecordTransaction transaction, WriteGrant grant, Change draft, string action, CancellationToken cancellationToken) =>
        AppendAsync(transaction, grant, draft, action, draft.Content is { } said ? ContentCanonical.Bytes(said) : null, cancellationToken);

    /// <param name="lookup">What the memory is to be looked up by.</param>
    internal ValueTask<Change> AppendAsync(
        IRecordTransaction transaction, WriteGrant grant, Change draft, string action, byte[]? lookup, CancellationToken cancellationToken) =>
        ledger.AppendAsync(transaction, grant, draft, action, lookup, cancellationToken);

    /// <summary>Adds the next change of a memory.</summary>
    internal async ValueTask<Memory> ChangeAsync(
        IRecordTransaction transaction, WriteGrant grant, Memory memory, string action, Change next, CancellationToken cancellationToken)
    {
        var change = await AppendAsync(transaction, grant, next, action, cancellationToken);

        return MemoryFold.Apply(grant.Space, memory, change)!;
    }

    /// <summary>Another memory took its place.</summary>
    internal ValueTask<Memory> SupersedeAsync(IRecordTransaction transaction, WriteGrant grant, Memory old, MemoryId successor, CancellationToken cancellationToken) =>
        ChangeAsync(transaction, grant, old, "supersede", Next(old, ChangeKind.Superseded, grant) with { By = successor }, cancellationToken);

    internal ValueTask KeepAsync(
        IRecordTransaction transaction, WriteGrant grant, string? key, string action, byte[] request, Memory memory, int changed, CancellationToken cancellationToken) =>
        requests.KeepAsync(transaction, grant, key, action, request, new DoneRequest([memory.Id.Value], memory.Version, changed), cancellationToken);

    internal static Change Next(Memory memory, ChangeKind kind, WriteGrant grant) => MemoryMoves.Next(memory, kind, grant.Actor);
}
