using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/spaces/{space}/review</c>: what was held back, for administrators.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder space)
    {
        space.MapGet("/review", List).WithName("list_review").TakesQuery("cursor", "limit");
        space.MapPost("/review/{id}/approve", Approve).WithName("approve");
        space.MapPost("/review/{id}/reject", Reject).WithName("reject");
    }

    private static async Task<Ok<MemoryPageView>> List(
        PathSpace space, string? cursor, int? limit, Caller caller, QuarantineEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok((await engine.ListAsync(caller, space.Name, cursor, Checked.PageSize(limit), cancellationToken)).ToView());

    private static async Task<Ok<MemoryView>> Approve(
        PathSpace space, string id, Caller caller, QuarantineEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok((await engine.ApproveAsync(caller, space.Name, Checked.Id(id), cancellationToken)).ToView());

    private static async Task<Ok<MemoryView>> Reject(
        PathSpace space, string id, Caller caller, QuarantineEngine engine, CancellationToken cancellationToken) =>
        TypedResults.Ok((await engine.RejectAsync(caller, space.Name, Checked.Id(id), cancellationToken)).ToView());
}
