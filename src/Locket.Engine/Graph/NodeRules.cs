using Locket.Engine.Ledger;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Graph;

/// <summary>
/// The rules of a graph of things with observations, inside one transaction on one space with its lock held. What was done is kept as
/// one id for each part of the request, empty where nothing was done, so that a replay gets the same answer.
/// </summary>
public sealed class NodeRules(GraphRules graph, RememberRules remembering, MemoryTimeline timeline, RequestLedger requests)
{
    private const string CreateAction = "create nodes";
    private const string RelateAction = "relate nodes";
    private const string ObserveAction = "observe nodes";
    private const string EndAction = "end nodes";

    /// <param name="known">Names that were described before the transaction began.</param>
    /// <returns>For each draft whether it was added.</returns>
    internal async ValueTask<IReadOnlyList<bool>> CreateAsync(
        IRecordTransaction transaction,
        WriteGrant grant,
        IReadOnlyList<NodeDraft> drafts,
        HashSet<string> known,
        SpaceRoom room,
        string? key,
        byte[] request,
        CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, CreateAction, request, cancellationToken) is { } done)
        {
            return Made(done.Ids);
        }

        var ids = new List<Guid>(drafts.Count);
        foreach (var draft in drafts)
        {
            if (draft.Copy == 1 && await graph.IsDescribedAsync(transaction, draft.Name, cancellationToken))
            {
                known.Add(draft.Name);
            }

            ids.Add(known.Contains(draft.Name) ? Guid.Empty : await AddAsync(transaction, grant, draft, room, cancellationToken));
        }

        return await KeepAsync(transaction, grant, key, CreateAction, request, ids, cancellationToken);
    }

    /// <returns>For each edge whether it was added.</returns>
    internal async ValueTask<IReadOnlyList<bool>> RelateAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<RelationContent> edges, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, RelateAction, request, cancellationToken) is { } done)
        {
            return Made(done.Ids);
        }

        var ids = new List<Guid>(edges.Count);
        var standing = new Dictionary<RelationContent, bool>();
        foreach (var edge in edges)
        {
            if (!standing.TryGetValue(edge, out var stands))
            {
                standing[edge] = stands = await graph.StandingAsync(transaction, edge, cancellationToken) is not null;
            }

            ids.Add(stands ? Guid.Empty : (await graph.AddAsync(transaction, grant, edge, null, cancellationToken)).Id.Value);
        }

        return await KeepAsync(transaction, grant, key, RelateAction, request, ids, cancellationToken);
    }

    /// <param name="plan">A draft for each observation, null where it is there already.</param>
    /// <param name="missing">A name that nothing bears; then nothing is added.</param>
    /// <returns>For each of the plan whether it was added.</returns>
    internal async ValueTask<IReadOnlyList<bool>> ObserveAsync(
        IRecordTransaction transaction,
        WriteGrant grant,
        IReadOnlyList<AdmittedDraft?> plan,
        string? missing,
        SpaceRoom room,
        string? key,
        byte[] request,
        CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, ObserveAction, request, cancellationToken) is { } done)
        {
            return Made(done.Ids);
        }

        if (missing is not null)
        {
            throw new RefusalException(RefusalCode.NotFound, $"Entity with name {missing} not found");
        }

        var ids = new List<Guid>(plan.Count);
        foreach (var draft in plan)
        {
            ids.Add(draft is null ? Guid.Empty : await AddAsync(transaction, grant, draft, room, cancellationToken));
        }

        return await KeepAsync(transaction, grant, key, ObserveAction, request, ids, cancellationToken);
    }

    internal async ValueTask<bool> EndAsync(
        IRecordTransaction transaction, WriteGrant grant, NodeEnds ends, string? key, byte[] request, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(transaction, grant, key, EndAction, request, cancellationToken) is not null)
        {
            return true;
        }

        var before = transaction.Head.Sequence;
        foreach (var description in ends.Descriptions)
        {
            await graph.EndDescriptionAsync(transaction, grant, description, cancellationToken);
        }

        foreach (var (id, names) in ends.Memories)
        {
            await EndAsync(transaction, grant, id, names, cancellationToken);
        }

        foreach (var edge in ends.Edges)
        {
            await graph.EndAllAsync(transaction, grant, edge, cancellationToken);
        }

        var changed = transaction.Head.Sequence - before;
        if (changed == 0)
        {
            await transaction.TouchAsync(cancellationToken);
        }

        await requests.KeepAsync(transaction, grant, key, EndAction, request, new DoneRequest([], 0, (int)changed), cancellationToken);

        return true;
    }

    private async ValueTask<Guid> AddAsync(
        IRecordTransaction transaction, WriteGrant grant, NodeDraft draft, SpaceRoom room, CancellationToken cancellationToken)
    {
        var entity = new EntityContent(draft.Name, draft.Type, draft.Copy == 1 ? null : draft.Copy);
        var description = await graph.AddAsync(transaction, grant, entity, null, cancellationToken);
        foreach (var observation in draft.Observations)
        {
            await AddAsync(transaction, grant, observation, room, cancellationToken);
        }

        return description.Id.Value;
    }

    private async ValueTask<Guid> AddAsync(
        IRecordTransaction transaction, WriteGrant grant, AdmittedDraft draft, SpaceRoom room, CancellationToken cancellationToken)
    {
        var (memory, isNew) = await remembering.RememberAsync(transaction, grant, draft, null, room, cancellationToken);

        return isNew ? memory.Id.Value : Guid.Empty;
    }

    // What is also about something else only loses the name: it is still true of the other.
    private async ValueTask EndAsync(
        IRecordTransaction transaction, WriteGrant grant, MemoryId id, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (await timeline.LoadAsync(transaction, grant, id, cancellationToken) is not { Status: MemoryStatus.Active } memory)
        {
            return;
        }

        MemoryMoves.DemandTrust(memory, grant.Actor);
        var left = memory.Content.About.Except(names, StringComparer.Ordinal).ToList();
        var trust = memory.Content.Trust < grant.Actor.Trust ? memory.Content.Trust : grant.Actor.Trust;
        var next = left.Count == 0
            ? MemoryTimeline.Next(memory, ChangeKind.Forgotten, grant)
            : MemoryTimeline.Next(memory, ChangeKind.Revised, grant) with { Content = memory.Content with { About = left, Trust = trust } };
        await timeline.ChangeAsync(transaction, grant, memory, left.Count == 0 ? "forget" : "revise", next, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<bool>> KeepAsync(
        IRecordTransaction transaction, WriteGrant grant, string? key, string action, byte[] request, List<Guid> ids, CancellationToken cancellationToken)
    {
        var made = Made(ids);
        var changed = made.Count(isMade => isMade);
        if (changed == 0)
        {
            await transaction.TouchAsync(cancellationToken);
        }

        await requests.KeepAsync(transaction, grant, key, action, request, new DoneRequest(ids, 0, changed), cancellationToken);

        return made;
    }

    private static IReadOnlyList<bool> Made(IReadOnlyList<Guid> ids) => [.. ids.Select(id => id != Guid.Empty)];
}
