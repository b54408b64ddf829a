using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>The rules of remembering, inside one transaction on one space with its lock held.</summary>
public sealed class RememberRules(MemoryTimeline timeline, RequestLedger requests, LookupHasher hasher, TimeProvider clock)
{
    private const string RememberAction = RequestLedger.RememberOperation;

    /// <summary>Stores a memory, unless the same request or the same memory was there already.</summary>
    internal async ValueTask<(Memory Memory, bool IsNew)> RememberAsync(
        IRecordTransaction transaction, WriteGrant grant, AdmittedDraft draft, KeptIdentity? kept, SpaceRoom room, CancellationToken cancellationToken)
    {
        var content = draft.ToContent(grant.Actor) with { RememberedAt = kept?.CreatedAt };
        var request = ContentCanonical.Request(content);
        var key = draft.Fields.Key;
        var keyId = kept is null ? RequestLedger.IdOf(key) : null;

        if (await requests.FindAsync(transaction, grant, key, RememberAction, request, cancellationToken) is { } done)
        {
            return (await CurrentAsync(transaction, grant, new MemoryId(done.Ids[0]), cancellationToken), done.Changed > 0);
        }

        if (keyId is { } known && await ReplayAsync(transaction, grant, known, key!, request, cancellationToken) is { } replayed)
        {
            return (replayed, true);
        }

        if (kept is not null && await FindKeptAsync(transaction, grant, kept.Id, cancellationToken) is { } there)
        {
            await transaction.TouchAsync(cancellationToken);
            return (there, false);
        }

        // A memory that comes back as forgotten or superseded is not the one that stands, even if it says the same; and two that an export
        // tells apart are two, as observations said twice are.
        var isHeld = kept is null or { Status: MemoryStatus.Active } && draft.IsHeld;
        var mayBeSame = content.Replaces is null && draft.Fields is { MayRepeat: false, Place: null } && kept is null or { Status: MemoryStatus.Active };
        if (mayBeSame && await SameAsync(transaction, grant, content, isHeld, cancellationToken) is { } same && (kept is null || same.Content.RememberedAt is null))
        {
            await transaction.TouchAsync(cancellationToken);
            await timeline.KeepAsync(transaction, grant, key, RememberAction, request, same, 0, cancellationToken);
            return (same, false);
        }

        room.Take();
        var memory = kept is null
            ? await AddAsync(transaction, grant, content, keyId ?? MemoryId.New(clock), key, draft.Fields.Place, isHeld, cancellationToken)
            : await BringBackAsync(transaction, grant, content, isHeld ? kept with { Status = MemoryStatus.Quarantined } : kept, cancellationToken);
        if (keyId is null)
        {
            await timeline.KeepAsync(transaction, grant, key, RememberAction, request, memory, 1, cancellationToken);
        }

        return (memory, true);
    }

    private async ValueTask<Memory> AddAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryContent content, MemoryId id, string? key, string? place, bool isHeld, CancellationToken cancellationToken)
    {
        var old = content.Replaces is { } replaced ? await ReplacedAsync(transaction, grant, replaced, id, cancellationToken) : null;
        content = Heir(content, old);
        var draft = SpaceLedger.Draft(id, 1, ChangeKind.Remembered, grant) with
        {
            Content = content,
            RequestKey = key,
            Status = isHeld ? MemoryStatus.Quarantined : null,
        };
        var change = place is null
            ? await timeline.AppendAsync(transaction, grant, draft, RememberAction, cancellationToken)
            : await timeline.AppendAsync(transaction, grant, draft, RememberAction, FileRules.Place(place), cancellationToken);
        if (old is not null && !isHeld)
        {
            await timeline.SupersedeAsync(transaction, grant, Active(old), id, cancellationToken);
        }

        return MemoryFold.Apply(grant.Space, null, change)!;
    }

    private async ValueTask<Memory> ReplacedAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId replaced, MemoryId successor, CancellationToken cancellationToken)
    {
        var old = (replaced == successor ? null : await timeline.LoadAsync(transaction, grant, replaced, cancellationToken))
            ?? throw new RefusalException(RefusalCode.NotFound, "replaces names no memory of this space");
        MemoryMoves.DemandTrust(old, grant.Actor);

        return old;
    }

    // What a model makes of a memory is as trustworthy as that was, however much its token may claim: a summary must not wash anything clean.
    private static MemoryContent Heir(MemoryContent content, Memory? old) => old is null || content.Origin == Origin.User
        ? content
        : content with { Trust = MemoryMoves.Lower(content.Trust, old.Content.Trust) };

    // The memory it replaced comes back by itself, as superseded, so nothing is superseded here.
    private async ValueTask<Memory> BringBackAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryContent content, KeptIdentity kept, CancellationToken cancellationToken)
    {
        var draft = SpaceLedger.Draft(kept.Id, kept.Version, ChangeKind.Remembered, grant) with
        {
            Content = content,
            Status = kept.Status == MemoryStatus.Active ? null : kept.Status,
            By = kept.ReplacedBy,
        };
        var change = await timeline.AppendAsync(transaction, grant, draft, RememberAction, cancellationToken);

        return MemoryFold.Apply(grant.Space, null, change)!;
    }

    private async ValueTask<Memory?> FindKeptAsync(IRecordTransaction transaction, WriteGrant grant, MemoryId id, CancellationToken cancellationToken)
    {
        var changes = await timeline.TailAsync(transaction, id, cancellationToken);
        if (changes.Count == 0)
        {
            return null;
        }

        return MemoryFold.Fold(grant.Space, changes)
            ?? throw new RefusalException(RefusalCode.Conflict, changes[^1].IsPurged
                ? "it was forgotten and purged in this space, and does not come back"
                : "an id of the import names something else in this space");
    }

    private static Memory Active(Memory old) => old.Status == MemoryStatus.Active
        ? old
        : throw new RefusalException(RefusalCode.Conflict, $"the memory to replace is {old.Status.Name()}");

    // A UUIDv7 key became the memory's id, and its first version seals the key: a replay is known at any age.
    private async ValueTask<Memory?> ReplayAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, string key, byte[] request, CancellationToken cancellationToken)
    {
        var changes = await timeline.TailAsync(transaction, id, cancellationToken);
        if (changes.Count == 0)
        {
            return null;
        }

        var first = changes[0];
        var isSame = first.RequestKey == key
            && first.Actor.Principal == grant.Actor.Principal
            && first.Content is { } said
            && ContentCanonical.Request(said with { Trust = grant.Actor.Trust }).AsSpan().SequenceEqual(request);
        if (!isSame)
        {
            throw RequestLedger.Reused();
        }

        await transaction.TouchAsync(cancellationToken);
        return MemoryFold.Fold(grant.Space, changes);
    }

    private async ValueTask<Memory?> SameAsync(IRecordTransaction transaction, WriteGrant grant, MemoryContent content, bool isHeld, CancellationToken cancellationToken)
    {
        var canonical = ContentCanonical.Bytes(content);
        var mac = hasher.OfContent(transaction.Head.Incarnation, canonical);
        foreach (var id in await transaction.FindByContentAsync(mac, cancellationToken))
        {
            if (await timeline.LoadAsync(transaction, grant, id, cancellationToken) is { } memory
                && (memory.IsCurrent(clock.GetUtcNow()) || (isHeld && memory.Status == MemoryStatus.Quarantined))
                && ContentCanonical.Bytes(memory.Content).AsSpan().SequenceEqual(canonical))
            {
                return memory;
            }
        }

        return null;
    }

    private async ValueTask<Memory> CurrentAsync(IRecordTransaction transaction, ReadGrant grant, MemoryId id, CancellationToken cancellationToken) =>
        await timeline.LoadAsync(transaction, grant, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
}
