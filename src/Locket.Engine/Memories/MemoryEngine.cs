using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>Remember, find, revise, forget: the rules that hold behind every face.</summary>
public sealed class MemoryEngine(
    IRecordStore store,
    RememberRules remembering,
    ReviseRules revising,
    MemoryReader reader,
    SpaceIndexes indexes,
    CursorSealer cursors,
    SpaceRooms rooms,
    Redactor redactor,
    TimeProvider clock)
{
    private const string Listing = "memories";
    private const int ForgetPage = 1_000;

    /// <summary>Stores one memory, once per idempotency key; answers after it is durable.</summary>
    public async Task<RememberOutcome> RememberAsync(Caller caller, SpaceName space, MemoryDraft draft, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        var admitted = AdmittedDraft.By(redactor, grant, draft);
        var room = await rooms.MeasureAsync(grant, cancellationToken);
        var (memory, isNew) = await store.WriteAsync(
            grant, transaction => remembering.RememberAsync(transaction, grant, admitted, null, room, cancellationToken), cancellationToken);

        var similar = isNew && draft.Fields.WantsNearDuplicates
            ? await indexes.ReadAsync(grant, index => index.NearDuplicates(memory.Id), cancellationToken)
            : Array.Empty<MemoryId>();

        return new RememberOutcome(memory, isNew, similar);
    }

    /// <summary>The memory, or null when this space has none with this id.</summary>
    public async Task<Memory?> FindAsync(Caller caller, SpaceName space, MemoryId id, CancellationToken cancellationToken) =>
        await reader.FindAsync(caller.MayRead(space), id, cancellationToken);

    /// <summary>Newest first.</summary>
    public async Task<MemoryPage> ListAsync(Caller caller, SpaceName space, MemoryFilter filter, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var query = SpaceQuestions.List(filter, cursors.Open(grant, Listing, filter.Cursor), clock.GetUtcNow());
        var page = await indexes.ReadAsync(grant, index => index.List(query), cancellationToken);
        var memories = await reader.FindAllAsync(grant, page.Ids, cancellationToken);

        return new MemoryPage(memories, page.Next is { } next ? cursors.Seal(grant, Listing, next) : null);
    }

    /// <summary>The newest changes of one memory, in pages; empty when this space has none with this id.</summary>
    /// <param name="before">Only versions below this one; null for the newest.</param>
    public async Task<HistoryPage> HistoryAsync(Caller caller, SpaceName space, MemoryId id, int? before, int limit, CancellationToken cancellationToken)
    {
        Checked.PageSize(limit);
        var changes = await reader.ChangesAsync(caller.MayRead(space), id, before ?? MemoryTail.Everything, limit, cancellationToken);

        // An id may also name a relation or an entity, which have no history of this kind.
        return changes.Count == 0 || changes[0].Kind is ChangeKind.Related or ChangeKind.Described ? new HistoryPage([], null)
            : changes.Count > limit ? new HistoryPage([.. changes.Skip(1)], changes[1].Version)
            : new HistoryPage(changes, null);
    }

    /// <summary>A new version; the old one stays in the history.</summary>
    public Task<Memory> ReviseAsync(Caller caller, SpaceName space, MemoryId id, Revision revision, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        var checkedRevision = AdmittedDraft.By(redactor, grant, RevisionChecks.Check(revision));
        var request = RevisionChecks.Canonical(id, checkedRevision);

        return store.WriteAsync(
            grant, transaction => revising.ReviseAsync(transaction, grant, id, checkedRevision, request, cancellationToken), cancellationToken);
    }

    /// <summary>Ends memories, all or none; an unknown id refuses them all.</summary>
    public Task<ForgetOutcome> ForgetAsync(
        Caller caller, SpaceName space, IReadOnlyList<MemoryId> ids, string? key, CancellationToken cancellationToken) =>
        ForgetAsync(caller, space, ids, null, key, cancellationToken);

    /// <summary>Ends memories, all or none; with a version given, only while they stand at it.</summary>
    public Task<ForgetOutcome> ForgetAsync(
        Caller caller, SpaceName space, IReadOnlyList<MemoryId> ids, int? expectedVersion, string? key, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        Checked.OptionalName(key, "idempotency_key");
        if (ids.Count is 0 or > Limits.PageSize)
        {
            throw RefusalException.Invalid($"ids must name 1 to {Limits.PageSize} memories");
        }

        var distinct = ids.Distinct().ToList();

        // The version expected is a condition and no part of what is asked, so a repetition may add it.
        var request = new Canonical("forget").Add([.. distinct.Select(id => id.ToString())]).ToBytes();

        return store.WriteAsync(
            grant, transaction => revising.ForgetAsync(transaction, grant, distinct, expectedVersion, key, request, cancellationToken), cancellationToken);
    }

    /// <summary>Ends every active memory of the space, or of one kind in it, in one durable step; answers how many.</summary>
    public Task<int> ForgetAllAsync(Caller caller, SpaceName space, string? kind, string? key, CancellationToken cancellationToken) =>
        EndAllAsync(
            caller.MayWrite(space),
            new Search.MemoryFilter { Kinds = kind is null ? [] : [Checked.Label(kind, "type")] },
            key,
            new Canonical("forget all").Add(kind).ToBytes(),
            cancellationToken);

    /// <summary>Ends every active memory that the filter admits, expired ones too, in one durable step; answers how many.</summary>
    public Task<int> ForgetWhereAsync(Caller caller, SpaceName space, MemoryFilter filter, string? key, CancellationToken cancellationToken) =>
        EndAllAsync(caller.MayWrite(space), filter.ToSearch(), key, RevisionChecks.Canonical(filter), cancellationToken);

    /// <summary>Takes the last change of a memory back; that is a change too.</summary>
    public Task<Memory> UndoAsync(Caller caller, SpaceName space, MemoryId id, string? key, CancellationToken cancellationToken) =>
        UndoAsync(caller, space, id, null, key, cancellationToken);

    /// <summary>Takes the last change of a memory back; with a version given, only while it stands at that.</summary>
    public Task<Memory> UndoAsync(
        Caller caller, SpaceName space, MemoryId id, int? expectedVersion, string? key, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        Checked.OptionalName(key, "idempotency_key");
        var request = new Canonical("undo").Add(id.Value).ToBytes();

        return store.WriteAsync(
            grant, transaction => revising.UndoAsync(transaction, grant, id, expectedVersion, key, request, cancellationToken), cancellationToken);
    }

    private async Task<int> EndAllAsync(
        WriteGrant grant, Search.MemoryFilter filter, string? key, byte[] request, CancellationToken cancellationToken)
    {
        Checked.OptionalName(key, "idempotency_key");
        var ids = await CurrentAsync(grant, filter, cancellationToken);
        if (ids.Count == 0 && await store.HeadAsync(grant, cancellationToken) is null)
        {
            // Forgetting in a space that nobody wrote to must not make one.
            return 0;
        }

        return await store.WriteAsync(
            grant, transaction => revising.ForgetAllAsync(transaction, grant, ids, key, request, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<MemoryId>> CurrentAsync(ReadGrant grant, Search.MemoryFilter filter, CancellationToken cancellationToken)
    {
        var ids = new List<MemoryId>();
        var query = new ListQuery { Now = clock.GetUtcNow(), Limit = ForgetPage, IncludeExpired = true, Filter = filter };
        while (true)
        {
            var page = await indexes.ReadAsync(grant, index => index.List(query), cancellationToken);
            ids.AddRange(page.Ids);
            if (page.Next is not { } next)
            {
                return ids;
            }

            query = query with { Before = next };
        }
    }
}
