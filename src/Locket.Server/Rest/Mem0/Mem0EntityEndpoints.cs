using Locket.Engine.Memories;
using Locket.Server.Gate;
using Locket.Server.Mem0;

namespace Locket.Server.Rest.Mem0;

/// <summary>Users, agents, apps and runs; and the events of additions, each of which is done when it is answered.</summary>
internal static class Mem0EntityEndpoints
{
    /// <summary>Place of the name among what stands between the slashes of <c>/v2/entities/{type}/{name}</c>.</summary>
    private const int Place = 4;

    public static void MapMem0Entities(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/entities/", Entities);
        routes.MapDelete("/v1/entities/{type}/{name}/", Delete);
        routes.MapDelete("/v2/entities/{type}/{name}/", Delete);
        routes.MapGet("/v1/events/", Events);
        routes.MapGet("/v1/event/{id}/", Event);
    }

    private static async Task<IResult> Entities(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var query = Mem0Request.Query(context, "page", "page_size");
        var paging = Mem0Paging.Read(query);
        query.Finish();
        var all = await reader.EntitiesAsync(asker, cancellationToken);
        var page = all.Skip(paging.Skip).Take(paging.PageSize).ToList();

        return Mem0Answer.Of(
            new Mem0Entities(all.Count, Mem0Request.Next(context, paging, all.Count), Mem0Request.Previous(context, paging), page),
            Mem0Wire.Json.Mem0Entities);
    }

    private static async Task<IResult> Delete(HttpContext context, string type, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        var name = Uri.UnescapeDataString(SentPath.Segments(context)[Place]);
        await writer.DeleteEntityAsync(asker, type, name, cancellationToken);

        return Mem0Answer.Said("Entity deleted successfully!");
    }

    private static async Task<IResult> Events(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var query = Mem0Request.Query(context, Mem0Scope.User, "page", "page_size");
        var list = new Mem0List(Mem0Filter.Read(query, asker), Mem0Paging.Read(query), [], IsWrapped: false);
        query.Finish();
        var (memories, total) = await reader.ListAsync(asker, list, cancellationToken);

        return Mem0Answer.Of(
            new Mem0EventStates(
                total,
                Mem0Request.Next(context, list.Paging, total),
                Mem0Request.Previous(context, list.Paging),
                [.. memories.Select(Mem0Views.ToEvent)]),
            Mem0Wire.Json.Mem0EventStates);
    }

    private static async Task<IResult> Event(HttpContext context, string id, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        Mem0Request.DemandQuery(context);
        var memory = await reader.FindAsync(asker, Checked.Id(id), cancellationToken);

        return Mem0Answer.Of(Mem0Views.ToEvent(memory.ToMem0()), Mem0Wire.Json.Mem0EventState);
    }
}
