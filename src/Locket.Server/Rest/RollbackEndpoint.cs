using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Locket.Server.Rest;

/// <summary><c>/v1/tokens/{id}/rollback</c>: takes back what a token did.</summary>
internal static class RollbackEndpoint
{
    public static async Task<Ok<RollbackView>> Rollback(
        string id, JsonRequest<RollbackRequest> request, Caller caller, RollbackEngine engine, CancellationToken cancellationToken)
    {
        var outcome = await engine.RollbackAsync(caller, id, request.Value.Since, cancellationToken);

        return TypedResults.Ok(new RollbackView(outcome.Held, outcome.Restored, outcome.Spaces));
    }
}
