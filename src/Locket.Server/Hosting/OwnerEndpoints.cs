using Locket.Server.Gate;

namespace Locket.Server.Hosting;

/// <summary>The owner of a data directory is asked to leave it to a server.</summary>
internal static class OwnerEndpoints
{
    public const string YieldPath = "/v1/owner/yield";

    public static void MapOwner(this IEndpointRouteBuilder routes) =>
        routes.MapPost(YieldPath, Yield).RequireAuthorization(GateServices.Admin);

    // Only on the unix socket: whoever may connect there owns the directory, and a web page can never get there.
    private static Task Yield(HttpContext context)
    {
        var owner = context.RequestServices.GetRequiredService<Ownership>();
        if (!SocketPeer.IsOn(context))
        {
            return ErrorAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "there is nothing at this address");
        }

        if (owner.Role == HostRole.Serve)
        {
            return ErrorAnswer.WriteAsync(context, StatusCodes.Status409Conflict, "conflict", "this owner is a server and does not yield");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.OnCompleted(() =>
        {
            owner.Yield();
            return Task.CompletedTask;
        });

        return Task.CompletedTask;
    }
}
