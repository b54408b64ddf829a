using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Graph;

/// <summary>Named things and the edges between them.</summary>
public sealed class GraphEngine(IRecordStore store, GraphRules rules, SpaceIndexes indexes, MemoryReader reader, Redactor redactor, TimeProvider clock)
{
    public const int MaxDepth = 4;

    /// <summary>Adds an edge, or finds it there; with <paramref name="ends"/> ends it.</summary>
    /// <exception cref="RefusalException">With <paramref name="ends"/>: no such edge stands.</exception>
    public Task<Relation> RelateAsync(
        Caller caller, SpaceName space, string from, string relation, string to, bool ends, string? key, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        var said = new RelationContent(Checked.Name(from, "from"), Checked.Label(relation, "relation"), Checked.Name(to, "to"), null, null);
        var edge = ends ? AdmittedGraph.AsKept(redactor, grant, said) : AdmittedGraph.By(redactor, grant, said);
        Checked.OptionalName(key, "idempotency_key");

        return store.WriteAsync(
            grant,
            transaction => ends
                ? rules.UnrelateAsync(transaction, grant, edge, key, cancellationToken)
                : rules.RelateAsync(transaction, grant, edge, key, cancellationToken),
            cancellationToken);
    }

    /// <summary>Gives a named thing a type.</summary>
    public async Task<Entity> DescribeAsync(Caller caller, SpaceName space, string name, string type, string? key, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        var entity = AdmittedGraph.By(redactor, grant, new EntityContent(Checked.Name(name, "name"), Checked.Label(type, "type")));
        Checked.OptionalName(key, "idempotency_key");
        await store.WriteAsync(
            grant,
            async transaction =>
            {
                await rules.DescribeAsync(transaction, grant, entity, key, cancellationToken);
                return true;
            },
            cancellationToken);
        var seen = await indexes.ReadAsync(grant, index => index.FindEntity(entity.Name, clock.GetUtcNow()), cancellationToken);

        return seen is null ? new Entity(entity.Name, entity.Type, 0) : ToEntity(seen);
    }

    /// <summary>What is known around a named thing, up to a depth of 1 to 4; empty when the name is unknown.</summary>
    public async Task<Neighbourhood> ExploreAsync(Caller caller, SpaceName space, string name, int depth, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        Checked.Name(name, "name");
        Checked.PageSize(limit);
        if (depth is < 1 or > MaxDepth)
        {
            throw RefusalException.Invalid($"depth must be from 1 to {MaxDepth}");
        }

        var now = clock.GetUtcNow();
        var (around, own) = await indexes.ReadAsync(
            grant,
            index => (index.Explore(name, depth, limit, now), index.MemoriesAbout(name, now).Take(limit).ToList()),
            cancellationToken);

        return around is null
            ? new Neighbourhood([], [], [])
            : new Neighbourhood(
                [.. around.Entities.Select(ToEntity)],
                [.. around.Relations.Select(ToRelation)],
                await reader.FindAllAsync(grant, own, cancellationToken));
    }

    /// <summary>Named things in ordinal order, after a name.</summary>
    public Task<IReadOnlyList<Entity>> EntitiesAsync(Caller caller, SpaceName space, string? after, int limit, CancellationToken cancellationToken)
    {
        Checked.PageSize(limit);

        return indexes.ReadAsync<IReadOnlyList<Entity>>(
            caller.MayRead(space), index => [.. index.Entities(clock.GetUtcNow(), after, limit).Select(ToEntity)], cancellationToken);
    }

    /// <summary>Edges that hold, optionally only those at one name, in order of their ids, after one of them.</summary>
    public Task<IReadOnlyList<Relation>> RelationsAsync(
        Caller caller, SpaceName space, string? name, MemoryId? after, int limit, CancellationToken cancellationToken)
    {
        Checked.PageSize(limit);
        var now = clock.GetUtcNow();

        return indexes.ReadAsync<IReadOnlyList<Relation>>(
            caller.MayRead(space),
            index =>
            [
                .. (name is null ? index.Relations(now) : index.Relations(now, from: name).Concat(index.Relations(now, to: name)))
                    .DistinctBy(edge => edge.Id)
                    .Where(edge => after is not { } last || edge.Id.Value > last.Value)
                    .OrderBy(edge => edge.Id.Value)
                    .Take(limit)
                    .Select(ToRelation),
            ],
            cancellationToken);
    }

    private static Entity ToEntity(EntityView entity) => new(entity.Name, entity.Type, entity.Memories);

    private static Relation ToRelation(RelationView edge) => new(edge.Id, edge.From, edge.Relation, edge.To, edge.Since, edge.Until);
}
