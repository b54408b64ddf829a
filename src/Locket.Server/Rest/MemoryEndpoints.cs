using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/memories</c>.</summary>
internal static class MemoryEndpoints
{
    private const string ExpectedVersion = "expected_version";

    public static void MapMemories(this IEndpointRouteBuilder space)
    {
        space.MapPost("/memories", Remember).WithName("remember");
        space.MapGet("/memories", List).WithName("list_memories")
            .WithMetadata(new QueryRule(["about", "author", "status", "limit", "cursor"], "kind", "tag"));
        space.MapGet("/memories/{id}", Get).WithName("get_memory");
        space.MapPatch("/memories/{id}", Revise).WithName("revise");
        space.MapDelete("/memories/{id}", Forget).WithName("forget").TakesQuery(ExpectedVersion);
        space.MapGet("/memories/{id}/history", History).WithName("history").TakesQuery("before", "limit");
        space.MapPost("/memories/{id}/undo", Undo).WithName("undo").TakesQuery(ExpectedVersion);
    }

    private static async Task<Created<MemoryView>> Remember(
        PathSpace space, JsonRequest<RememberRequest> request, RequestKey key, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var draft = MemoryDraft.From(request.Value.ToFields(key.Or(request.Value.IdempotencyKey)));
        var outcome = await memories.RememberAsync(caller, space.Name, draft, cancellationToken);

        return TypedResults.Created(
            $"/v1/spaces/{Uri.EscapeDataString(space.Name.Value)}/memories/{outcome.Memory.Id}", outcome.Memory.ToView(caller.Written));
    }

    private static async Task<Ok<MemoryPageView>> List(
        PathSpace space, [AsParameters] ListQuery query, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var page = await memories.ListAsync(caller, space.Name, query.ToFilter(), cancellationToken);

        return TypedResults.Ok(page.ToView());
    }

    private static async Task<Ok<MemoryView>> Get(
        PathSpace space, string id, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var memory = await memories.FindAsync(caller, space.Name, Checked.Id(id), cancellationToken);

        return TypedResults.Ok((memory ?? throw RefusalException.NoSuchMemory()).ToView());
    }

    private static async Task<Ok<MemoryView>> Revise(
        PathSpace space,
        string id,
        JsonRequest<ReviseRequest> request,
        RequestKey key,
        Caller caller,
        MemoryEngine memories,
        CancellationToken cancellationToken)
    {
        var revision = request.Value.ToRevision(key.Or(request.Value.IdempotencyKey));
        var memory = await memories.ReviseAsync(caller, space.Name, Checked.Id(id), revision, cancellationToken);

        return TypedResults.Ok(memory.ToView(caller.Written));
    }

    private static async Task<NoContent> Forget(
        PathSpace space,
        string id,
        [FromQuery(Name = ExpectedVersion)] int? expected,
        RequestKey key,
        Caller caller,
        MemoryEngine memories,
        CancellationToken cancellationToken)
    {
        await memories.ForgetAsync(caller, space.Name, [Checked.Id(id)], expected, key.Header, cancellationToken);

        return TypedResults.NoContent();
    }

    private static async Task<Ok<HistoryView>> History(
        PathSpace space, string id, int? before, int? limit, Caller caller, MemoryEngine memories, CancellationToken cancellationToken)
    {
        var memory = Checked.Id(id);
        var page = await memories.HistoryAsync(caller, space.Name, memory, before, Checked.PageSize(limit, Limits.PageSize), cancellationToken);

        return TypedResults.Ok(page.Changes.Count > 0 ? page.Changes.ToHistory(memory) with { Earlier = page.Earlier } : throw RefusalException.NoSuchMemory());
    }

    private static async Task<Ok<MemoryView>> Undo(
        PathSpace space,
        string id,
        [FromQuery(Name = ExpectedVersion)] int? expected,
        RequestKey key,
        Caller caller,
        MemoryEngine memories,
        CancellationToken cancellationToken)
    {
        var memory = await memories.UndoAsync(caller, space.Name, Checked.Id(id), expected, key.Header, cancellationToken);

        return TypedResults.Ok(memory.ToView());
    }
}
