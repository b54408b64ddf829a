using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Graph;

/// <summary>
/// Changes a space as a graph of things with observations, each call in one durable step. A thing is a described name, an observation a
/// memory about it, and a deletion a forget: what was said stays in the history, and an observation can be brought back.
/// </summary>
public sealed class NodeEngine(IRecordStore store, NodeRules rules, NodeReader reader, SpaceIndexes indexes, SpaceRooms rooms, Redactor redactor, TimeProvider clock)
{
    /// <summary>Adds the things whose name nobody has described yet; two of one name in the same call are two.</summary>
    /// <returns>Those that were added.</returns>
    public async Task<IReadOnlyList<Node>> CreateAsync(
        Caller caller, SpaceName space, IReadOnlyList<Node> nodes, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Checked.Batch(nodes.Sum(node => 1 + node.Observations.Count), "entities and observations");
        var drafts = NodeDraft.From(redactor, grant, nodes);
        nodes = [.. drafts.Select(draft => draft.ToNode())];
        if (drafts.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var room = await rooms.MeasureAsync(grant, cancellationToken);
        var known = await indexes.ReadAsync(
            grant,
            index => drafts.Select(draft => draft.Name).Distinct().Where(name => index.Nodes(name, now).Any(view => view.Descriptions.Count > 0)).ToHashSet(StringComparer.Ordinal),
            cancellationToken);
        var request = NodeDraft.Canonical(nodes);
        var made = await store.WriteAsync(
            grant, transaction => rules.CreateAsync(transaction, grant, drafts, known, room, key, request, cancellationToken), cancellationToken);

        return [.. nodes.Where((_, at) => made[at])];
    }

    /// <summary>Adds the edges that do not stand yet; two alike in the same call are two.</summary>
    /// <returns>Those that were added.</returns>
    public async Task<IReadOnlyList<Link>> RelateAsync(
        Caller caller, SpaceName space, IReadOnlyList<Link> links, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Checked.Batch(links.Count, "relations");
        var edges = links.Select(link => AdmittedGraph.By(redactor, grant, link)).ToList();
        if (edges.Count == 0)
        {
            return [];
        }

        links = [.. edges.Select(edge => new Link(edge.From, edge.Relation, edge.To))];
        var request = NodeDraft.Canonical("relate nodes", links);
        var made = await store.WriteAsync(
            grant, transaction => rules.RelateAsync(transaction, grant, edges, key, request, cancellationToken), cancellationToken);

        return [.. links.Where((_, at) => made[at])];
    }

    /// <summary>Adds observations to things that are there, without those that were made already; all of it or nothing.</summary>
    /// <returns>What was added, one for each of the list.</returns>
    /// <exception cref="RefusalException"><c>NotFound</c>: there is no thing of that name.</exception>
    public async Task<IReadOnlyList<Observed>> ObserveAsync(
        Caller caller, SpaceName space, IReadOnlyList<Observed> all, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Demand(all);
        if (all.Count == 0)
        {
            return [];
        }

        all = [.. all.Select(one => one with { Name = redactor.Label(grant, one.Name, "name", Limits.Name) })];
        var drafts = all.Select(one => NodeDraft.Drafts(redactor, grant, one.Name, one.Observations)).ToList();
        all = [.. all.Zip(drafts, (one, kept) => one with { Observations = NodeDraft.Texts(kept) })];

        var room = await rooms.MeasureAsync(grant, cancellationToken);
        var views = await ViewsAsync(grant, all, cancellationToken);
        var missing = all.FirstOrDefault(one => !views.ContainsKey(one.Name))?.Name;
        var plan = missing is null ? await PlanAsync(grant, all, drafts, views, cancellationToken) : [];
        var request = NodeDraft.Canonical("observe nodes", all);
        var made = await store.WriteAsync(
            grant, transaction => rules.ObserveAsync(transaction, grant, plan, missing, room, key, request, cancellationToken), cancellationToken);
        var at = 0;

        return [.. all.Select(one => new Observed(one.Name, [.. one.Observations.Where(_ => made[at++])]))];
    }

    /// <summary>Ends things, with what was observed of them and every edge at them. A name that nothing bears is passed over.</summary>
    public async Task DeleteAsync(Caller caller, SpaceName space, IReadOnlyList<string> names, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Checked.Batch(names.Count, "names");
        names = [.. names.Select(name => redactor.AsKept(grant, name, Limits.Name))];
        var (gone, now) = (names.ToHashSet(StringComparer.Ordinal), clock.GetUtcNow());
        var ends = await indexes.ReadAsync(
            grant,
            index =>
            {
                var views = gone.SelectMany(name => index.Nodes(name, now)).ToList();

                return new NodeEnds(
                    [.. views.SelectMany(view => view.Descriptions)],
                    [.. views.SelectMany(view => view.Memories).DistinctBy(memory => memory.Id).Select(memory => (memory.Id, (IReadOnlyCollection<string>)gone))],
                    [.. index.Relations(now).Where(edge => gone.Contains(edge.From) || gone.Contains(edge.To)).Select(edge => new RelationContent(edge.From, edge.Relation, edge.To, null, null)).Distinct()]);
            },
            cancellationToken);
        await EndAsync(grant, ends, key, new Canonical("delete nodes").Add(names).ToBytes(), cancellationToken);
    }

    /// <summary>Ends observations of things; what is not there is passed over.</summary>
    public async Task DeleteObservationsAsync(Caller caller, SpaceName space, IReadOnlyList<Observed> all, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Demand(all);
        all = AdmittedGraph.AsKept(redactor, grant, all);
        var views = await ViewsAsync(grant, all, cancellationToken);
        var ended = new List<(MemoryId Id, IReadOnlyCollection<string> Names)>();
        foreach (var one in all.Where(one => views.ContainsKey(one.Name)))
        {
            foreach (var (memory, _) in await reader.SayingAsync(grant, views[one.Name], one.Observations, cancellationToken))
            {
                ended.Add((memory.Id, [one.Name]));
            }
        }

        await EndAsync(grant, new NodeEnds([], ended, []), key, NodeDraft.Canonical("delete observations", all), cancellationToken);
    }

    /// <summary>Ends edges; what does not stand is passed over.</summary>
    public Task DeleteLinksAsync(Caller caller, SpaceName space, IReadOnlyList<Link> links, string? key, CancellationToken cancellationToken)
    {
        var grant = Grant(caller, space, key);
        Checked.Batch(links.Count, "relations");
        links = AdmittedGraph.AsKept(redactor, grant, links);
        var edges = links.Distinct().Select(link => new RelationContent(link.From, link.Relation, link.To, null, null));

        return EndAsync(grant, new NodeEnds([], [], [.. edges]), key, NodeDraft.Canonical("delete links", links), cancellationToken);
    }

    private static void Demand(IReadOnlyList<Observed> all) => Checked.Batch(all.Sum(one => 1 + one.Observations.Count), "entities and observations");

    private static WriteGrant Grant(Caller caller, SpaceName space, string? key)
    {
        Checked.OptionalName(key, "idempotency_key");

        return caller.MayWrite(space);
    }

    // Where two bear one name, observations are added to and taken from the first.
    private Task<Dictionary<string, NodeView>> ViewsAsync(ReadGrant grant, IReadOnlyList<Observed> all, CancellationToken cancellationToken)
    {
        var (names, now) = (all.Select(one => one.Name).ToHashSet(StringComparer.Ordinal), clock.GetUtcNow());

        return indexes.ReadAsync(
            grant,
            index => names.SelectMany(name => index.Nodes(name, now).Take(1)).ToDictionary(view => view.Name, StringComparer.Ordinal),
            cancellationToken);
    }

    /// <returns>A draft for each observation of each, null where it is there already.</returns>
    private async Task<IReadOnlyList<AdmittedDraft?>> PlanAsync(
        ReadGrant grant, IReadOnlyList<Observed> all, IReadOnlyList<IReadOnlyList<AdmittedDraft>> drafts, Dictionary<string, NodeView> views, CancellationToken cancellationToken)
    {
        var there = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var view in views.Values)
        {
            var said = all.Where(one => one.Name == view.Name).SelectMany(one => one.Observations);
            there[view.Name] = (await reader.SayingAsync(grant, view, said, cancellationToken)).Select(found => found.Text).ToHashSet(StringComparer.Ordinal);
        }

        var plan = new List<AdmittedDraft?>();
        foreach (var (one, admitted) in all.Zip(drafts))
        {
            plan.AddRange(one.Observations.Zip(admitted, (text, draft) => there[one.Name].Contains(text) ? null : draft));
            there[one.Name].UnionWith(one.Observations);
        }

        return plan;
    }

    private async Task EndAsync(WriteGrant grant, NodeEnds ends, string? key, byte[] request, CancellationToken cancellationToken)
    {
        // Deleting in a space that nobody wrote to must not make one.
        if (!ends.IsEmpty || await store.HeadAsync(grant, cancellationToken) is not null)
        {
            await store.WriteAsync(grant, transaction => rules.EndAsync(transaction, grant, ends, key, request, cancellationToken), cancellationToken);
        }
    }
}
