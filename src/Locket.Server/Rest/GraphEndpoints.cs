using Locket.Client.Contracts;
using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/entities</c>, <c>…/relations</c> and <c>…/graph</c>.</summary>
internal static class GraphEndpoints
{
    private const int DefaultDepth = 1;

    public static void MapGraph(this IEndpointRouteBuilder space)
    {
        space.MapGet("/entities", Entities).WithName("list_entities").TakesQuery("cursor", "limit");
        space.MapPost("/entities", Describe).WithName("describe");
        space.MapGet("/relations", Relations).WithName("list_relations").TakesQuery("name", "cursor", "limit");
        space.MapPost("/relations", Relate).WithName("relate");
        space.MapGet("/graph", Explore).WithName("explore")
            .WithMetadata(new QueryRule(["name", "depth", "limit"]) { Needed = ["name"] });
    }

    private static async Task<Ok<EntityPageView>> Entities(
        PathSpace space, string? cursor, int? limit, Caller caller, GraphEngine graph, CancellationToken cancellationToken)
    {
        var size = Checked.PageSize(limit);
        var after = cursor is null ? null : Checked.Name(cursor, "cursor");
        var entities = await graph.EntitiesAsync(caller, space.Name, after, size, cancellationToken);

        // A full page may be the last one; then the next is empty, which costs less than looking ahead on every page.
        return TypedResults.Ok(new EntityPageView(
            [.. entities.Select(GraphViews.ToView)], entities.Count == size ? entities[^1].Name : null));
    }

    private static async Task<Ok<EntityView>> Describe(
        PathSpace space, JsonRequest<DescribeRequest> request, RequestKey key, Caller caller, GraphEngine graph, CancellationToken cancellationToken)
    {
        var (name, type) = (request.Value.Name, request.Value.Type);
        var entity = await graph.DescribeAsync(
            caller, space.Name, name, type, key.Or(request.Value.IdempotencyKey), cancellationToken);

        return TypedResults.Ok(entity.ToView());
    }

    private static async Task<Ok<RelationListView>> Relations(
        PathSpace space, string? name, string? cursor, int? limit, Caller caller, GraphEngine graph, CancellationToken cancellationToken)
    {
        var size = Checked.PageSize(limit);
        var after = cursor is null ? (MemoryId?)null : Checked.Id(cursor, "cursor");
        var relations = await graph.RelationsAsync(caller, space.Name, name, after, size, cancellationToken);

        return TypedResults.Ok(new RelationListView(
            [.. relations.Select(GraphViews.ToView)], relations.Count == size ? relations[^1].Id.ToString() : null));
    }

    private static async Task<Ok<RelationView>> Relate(
        PathSpace space, JsonRequest<RelateRequest> request, RequestKey key, Caller caller, GraphEngine graph, CancellationToken cancellationToken)
    {
        var asked = request.Value;
        var relation = await graph.RelateAsync(
            caller,
            space.Name,
            asked.From,
            asked.Relation,
            asked.To,
            asked.Ends ?? false,
            key.Or(asked.IdempotencyKey),
            cancellationToken);

        return TypedResults.Ok(relation.ToView());
    }

    private static async Task<Ok<GraphView>> Explore(
        PathSpace space, string? name, int? depth, int? limit, Caller caller, GraphEngine graph, CancellationToken cancellationToken)
    {
        var around = await graph.ExploreAsync(
            caller,
            space.Name,
            Checked.Name(name!, "name"),
            depth ?? DefaultDepth,
            Checked.PageSize(limit),
            cancellationToken);

        return TypedResults.Ok(around.ToView());
    }
}
