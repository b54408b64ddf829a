using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest.Origin;

/// <summary>The origin's routes, kept as its client knows them: <c>user_id</c> names a space.</summary>
internal static class OriginEndpoints
{
    public static void MapOrigin(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/memories", Store).ExcludeFromDescription();
        routes.MapGet("/memories", List).ExcludeFromDescription();
        routes.MapGet("/memories/search", Search).ExcludeFromDescription();
        routes.MapDelete("/memories", Delete).ExcludeFromDescription();
    }

    private static async Task<Ok<OriginStored>> Store(
        HttpContext context, RequestKey key, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var bytes = await JsonRequest.ReadAsync(context.Request, cancellationToken);
        var body = OriginBody.Parse(bytes, key);
        var outcome = await memories.RememberAsync(caller, body.Space, MemoryDraft.From(body.Fields), cancellationToken);

        return TypedResults.Ok(outcome.Memory.ToStored());
    }

    private static async Task<Ok<OriginList>> List(
        HttpContext context, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var query = OriginQuery.Parse(context.Request.QueryString, "user_id", "limit");
        var found = await ListAsync(caller, memories, User(query), query.Limit(Limits.DefaultPageSize), cancellationToken);

        return TypedResults.Ok(new OriginList(found, found.Count));
    }

    private static async Task<Ok<OriginFound>> Search(
        HttpContext context, Caller caller, MemoryEngine memories, RecallEngine recall, CancellationToken cancellationToken)
    {
        var query = OriginQuery.Parse(context.Request.QueryString, "user_id", "query", "limit");
        var question = query.Find("query") ?? "";
        var space = User(query);

        // The origin's client sends no limit and expects all that it would have found.
        var limit = query.Limit(Limits.PageSize);
        var found = string.IsNullOrWhiteSpace(question)
            ? await ListAsync(caller, memories, space, limit, cancellationToken)
            : Shown(await recall.SearchAsync(caller, space, question, limit, cancellationToken));

        return TypedResults.Ok(new OriginFound(found, found.Count, question));
    }

    private static async Task<Ok<OriginDeleted>> Delete(
        HttpContext context, RequestKey key, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var query = OriginQuery.Parse(context.Request.QueryString, "user_id", "type");

        // An empty type is a type that got lost on the way, not the wish to forget everything.
        var kind = query.Find("type") is { } type ? Checked.Label(type, "type") : null;
        var count = await memories.ForgetAllAsync(caller, User(query), kind, key.Header, cancellationToken);

        return TypedResults.Ok(new OriginDeleted(OriginAnswers.Success, count));
    }

    private static SpaceName User(OriginQuery query) => SpaceName.Parse(
        query.Find("user_id") ?? throw RefusalException.Invalid("Missing required field: user_id"), "user_id");

    private static async Task<IReadOnlyList<OriginMemory>> ListAsync(
        Caller caller, MemoryEngine memories, SpaceName space, int limit, CancellationToken cancellationToken)
    {
        var page = await memories.ListAsync(caller, space, new MemoryFilter { Limit = limit }, cancellationToken);

        return Shown(page.Memories);
    }

    private static IReadOnlyList<OriginMemory> Shown(IReadOnlyList<Memory> memories) => [.. memories.Select(OriginAnswers.ToOrigin)];
}
