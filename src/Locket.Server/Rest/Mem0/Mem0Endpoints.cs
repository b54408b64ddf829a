using Locket.Server.Gate;
using Locket.Server.Mem0;

namespace Locket.Server.Rest.Mem0;

/// <summary>
/// mem0's two interfaces: its platform's, where the platform's clients look for it, and under <c>/mem0</c> its own server's, whose
/// paths would collide with the origin's.
/// </summary>
internal static class Mem0Endpoints
{
    public static IServiceCollection AddMem0(this IServiceCollection services) =>
        services.AddSingleton<Mem0Reader>().AddSingleton<Mem0Writer>();

    public static void MapMem0(this IEndpointRouteBuilder routes)
    {
        var platform = routes.MapGroup("").ExcludeFromDescription().WithMetadata(new MoreCredentials("Token", Header: null));
        platform.MapMem0Platform();
        platform.MapMem0Singles();
        platform.MapMem0Entities();

        routes.MapGroup("/mem0").ExcludeFromDescription().WithMetadata(new MoreCredentials(Scheme: null, "X-API-Key")).MapMem0Server();
    }
}

/// <summary>Adding, listing and finding as the platform does; the three versions differ in the form of their answers alone.</summary>
internal static class Mem0PlatformEndpoints
{
    public static void MapMem0Platform(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/ping/", Ping);
        routes.MapPost("/v1/memories/", Add);
        routes.MapPost("/v3/memories/add/", AddDone);
        routes.MapGet("/v1/memories/", ListByQuery);
        routes.MapPost("/v2/memories/", List).WithMetadata(RequestKind.Read);
        routes.MapPost("/v3/memories/", ListPages).WithMetadata(RequestKind.Read);
        routes.MapPost("/v1/memories/search/", Search).WithMetadata(RequestKind.Read);
        routes.MapPost("/v2/memories/search/", Search).WithMetadata(RequestKind.Read);
        routes.MapPost("/v3/memories/search/", SearchWrapped).WithMetadata(RequestKind.Read);
        routes.MapDelete("/v1/memories/", DeleteAll);
    }

    // No organisation and no mail address: its clients take both as optional, and would send the address elsewhere.
    private static IResult Ping(HttpContext context)
    {
        Mem0Request.DemandQuery(context);

        return Mem0Answer.Of(new Mem0Ping("ok", "the token is valid"), Mem0Wire.Json.Mem0Ping);
    }

    private static async Task<IResult> Add(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var add = Mem0Add.Read(await Mem0Request.BodyAsync(context), asker, key.Header);
        var events = await writer.AddAsync(asker, add, cancellationToken);

        return add.IsWrapped
            ? Mem0Answer.Of(new Mem0Events(events), Mem0Wire.Json.Mem0Events)
            : Mem0Answer.Of(events, Mem0Wire.Json.IReadOnlyListMem0Event);
    }

    private static async Task<IResult> AddDone(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        var add = Mem0Add.Read(await Mem0Request.BodyAsync(context), asker, key.Header);
        var events = await writer.AddAsync(asker, add, cancellationToken);

        return Mem0Answer.Of(Mem0Done.Of(events), Mem0Wire.Json.Mem0Done);
    }

    private static async Task<IResult> ListByQuery(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var members = Mem0Request.Query(context);
        var list = Mem0List.Read(members, asker, Mem0Paging.Read(members));

        return await ListAsync(context, asker, reader, list, cancellationToken);
    }

    private static async Task<IResult> List(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken) =>
        await ListAsync(context, asker, reader, await ReadListAsync(context, asker), cancellationToken);

    private static async Task<IResult> ListPages(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var list = await ReadListAsync(context, asker);
        var paged = list with { Paging = list.Paging with { IsAsked = true } };

        return await ListAsync(context, asker, reader, paged, cancellationToken);
    }

    private static async Task<IResult> Search(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var search = Mem0Search.Read(await Mem0Request.BodyAsync(context), asker);

        return Mem0Answer.List(await reader.SearchAsync(asker, search, cancellationToken), search.IsWrapped);
    }

    private static async Task<IResult> SearchWrapped(HttpContext context, Mem0Asker asker, Mem0Reader reader, CancellationToken cancellationToken)
    {
        var search = Mem0Search.Read(await Mem0Request.BodyAsync(context), asker);

        return Mem0Answer.List(await reader.SearchAsync(asker, search, cancellationToken), isWrapped: true);
    }

    private static async Task<IResult> DeleteAll(
        HttpContext context, RequestKey key, Mem0Asker asker, Mem0Writer writer, CancellationToken cancellationToken)
    {
        await writer.DeleteAllAsync(asker, Mem0Request.DemandScope(context, asker), key.Header, cancellationToken);

        return Mem0Answer.Said("Memories deleted successfully!");
    }

    /// <summary>The page stands in the query, the filters in the body; smaller clients put both there.</summary>
    private static async Task<Mem0List> ReadListAsync(HttpContext context, Mem0Asker asker)
    {
        var query = Mem0Request.Query(context, "page", "page_size");
        var body = await Mem0Request.BodyAsync(context);
        var (inQuery, inBody) = (Mem0Paging.Read(query), Mem0Paging.Read(body));

        return Mem0List.Read(body, asker, inQuery.IsAsked || inQuery.IsSized ? inQuery : inBody);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Mem0Asker asker, Mem0Reader reader, Mem0List list, CancellationToken cancellationToken)
    {
        var (memories, total) = await reader.ListAsync(asker, list, cancellationToken);

        return list.Paging.IsAsked
            ? Mem0Answer.Of(
                new Mem0Page(total, Mem0Request.Next(context, list.Paging, total), Mem0Request.Previous(context, list.Paging), memories),
                Mem0Wire.Json.Mem0Page)
            : Mem0Answer.List(memories, list.IsWrapped);
    }
}
