using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Server.Mem0;

/// <summary>What mem0's interface asks, put to the engine.</summary>
internal sealed class Mem0Reader(MemoryEngine memories, RecallEngine recalls, BrowseEngine browse, SpaceEngine spaces)
{
    public async Task<IReadOnlyList<Mem0Memory>> SearchAsync(Mem0Asker asker, Mem0Search search, CancellationToken cancellationToken)
    {
        var found = new Dictionary<MemoryId, RecallHit>();
        var question = search.Question;
        while (true)
        {
            var outcome = await recalls.RecallAsync(asker.Caller, search.Filter.Scope.Space, question, cancellationToken);
            foreach (var hit in outcome.Hits.Where(hit => Mem0Views.Score(hit) >= search.Threshold && search.Filter.Rest?.Invoke(hit.Memory) != false))
            {
                if (found.Count < search.TopK)
                {
                    found.TryAdd(hit.Memory.Id, hit);
                }
            }

            // Best first: below the threshold nothing better comes.
            var isOver = outcome.Hits.Count > 0 && Mem0Views.Score(outcome.Hits[^1]) < search.Threshold;
            if (found.Count == search.TopK || isOver || outcome.Next is not { } next)
            {
                return [.. found.Values.Select(hit => hit.ToMem0(question.Explain).Only(search.Fields))];
            }

            question = question with { Cursor = next };
        }
    }

    public async Task<(IReadOnlyList<Mem0Memory> Memories, int Total)> ListAsync(Mem0Asker asker, Mem0List list, CancellationToken cancellationToken)
    {
        var (scope, paging) = (list.Filter.Scope, list.Paging);
        var page = list.Filter.Rest is { } rest
            ? await browse.PageAsync(asker.Caller, scope.Space, list.Filter.Indexed, rest, paging.Skip, paging.PageSize, cancellationToken)
            : await browse.PageAsync(asker.Caller, scope.Space, list.Filter.Indexed, paging.Skip, paging.PageSize, cancellationToken);

        return ([.. page.Memories.Select(memory => memory.ToMem0().Only(list.Fields))], page.Total);
    }

    /// <summary>
    /// The memory, in whichever space of the token it is: mem0's addresses name no user here. A foreign id and an unknown one are
    /// the same to whoever asks, because no other spaces are looked into.
    /// </summary>
    /// <exception cref="RefusalException">There is none that stands.</exception>
    public async Task<Memory> FindAsync(Mem0Asker asker, MemoryId id, CancellationToken cancellationToken) =>
        await LookAsync(asker, id, cancellationToken) is { Status: MemoryStatus.Active } memory ? memory : throw RefusalException.NoSuchMemory();

    public async Task<IReadOnlyList<Mem0Change>> HistoryAsync(Mem0Asker asker, MemoryId id, CancellationToken cancellationToken)
    {
        var memory = await LookAsync(asker, id, cancellationToken) ?? throw RefusalException.NoSuchMemory();
        var page = await memories.HistoryAsync(asker.Caller, memory.Space, id, before: null, Limits.PageSize, cancellationToken);

        return page.Changes.Count > 0 ? page.Changes.ToMem0(memory) : throw RefusalException.NoSuchMemory();
    }

    /// <summary>Spaces as users, and the agents, apps and runs of the token's own space.</summary>
    public async Task<IReadOnlyList<Mem0Entity>> EntitiesAsync(Mem0Asker asker, CancellationToken cancellationToken)
    {
        var entities = new List<Mem0Entity>();
        foreach (var space in await SpacesAsync(asker, cancellationToken))
        {
            var summary = await browse.SummariseAsync(asker.Caller, space, cancellationToken);
            if (summary.All is { } all)
            {
                entities.Add(Entity(asker, Mem0Writer.UserType, space.Value, all));
            }
        }

        var own = await browse.SummariseAsync(asker.Caller, asker.Own, cancellationToken);
        entities.AddRange(Tagged(asker, own, Mem0Writer.AgentType, Mem0Scope.AgentPrefix));
        entities.AddRange(Tagged(asker, own, Mem0Writer.AppType, Mem0Scope.AppPrefix));
        entities.AddRange(own.Sessions.Select(session => Entity(asker, Mem0Writer.RunType, session.Name, session)));

        return entities;
    }

    private async Task<Memory?> LookAsync(Mem0Asker asker, MemoryId id, CancellationToken cancellationToken)
    {
        if (await memories.FindAsync(asker.Caller, asker.Own, id, cancellationToken) is { } own)
        {
            return own;
        }

        foreach (var space in await SpacesAsync(asker, cancellationToken))
        {
            if (space != asker.Own && await memories.FindAsync(asker.Caller, space, id, cancellationToken) is { } memory)
            {
                return memory;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<SpaceName>> SpacesAsync(Mem0Asker asker, CancellationToken cancellationToken) =>
        asker.IsBound ? [asker.Own] : await spaces.ListAsync(asker.Caller, cancellationToken);

    private static IEnumerable<Mem0Entity> Tagged(Mem0Asker asker, SpaceSummary summary, string type, string prefix) =>
        summary.Tags
            .Where(tag => tag.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tag => Entity(asker, type, tag.Name[prefix.Length..], tag));

    private static Mem0Entity Entity(Mem0Asker asker, string type, string name, GroupSummary group) => new(
        name, name, type, group.Memories, Mem0Time.Iso(group.First), Mem0Time.Iso(group.Last), asker.Caller.Actor.Principal);
}
