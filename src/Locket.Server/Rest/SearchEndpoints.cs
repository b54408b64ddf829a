using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Locket.Server.Gate;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/recall</c> and <c>…/context</c>, <c>…/contradictions</c>: a question is sent as a body, for it may be long and is private.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder space)
    {
        space.MapPost("/recall", Recall).WithName("recall").WithMetadata(RequestKind.Read);
        space.MapGet("/contradictions", Contradictions).WithName("list_contradictions").TakesQuery("cursor", "limit");
        space.MapPost("/context", Context).WithName("context").WithMetadata(RequestKind.Read);
    }

    private static async Task<Ok<RecallResponse>> Recall(
        PathSpace space, JsonRequest<RecallRequest> request, Caller caller, RecallEngine engine, CancellationToken cancellationToken)
    {
        var detail = DetailNames.Parse(request.Value.Detail);
        var outcome = await engine.RecallAsync(caller, space.Name, request.Value.ToQuestion(), cancellationToken);

        return TypedResults.Ok(outcome.ToView(detail, request.Value.Query));
    }

    private static async Task<Ok<ContextResponse>> Context(
        PathSpace space, JsonRequest<ContextRequest> request, Caller caller, RecallEngine engine, CancellationToken cancellationToken)
    {
        var outcome = await engine.ContextAsync(caller, space.Name, request.Value.ToQuestion(), cancellationToken);

        return TypedResults.Ok(outcome.ToView());
    }

    private static async Task<Ok<ContradictionPageView>> Contradictions(
        PathSpace space, string? cursor, int? limit, Caller caller, ReviewEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok((await engine.ContradictionsAsync(caller, space.Name, cursor, Checked.PageSize(limit), cancellationToken)).ToView());
}
