using Locket.Engine.Security;
using Locket.Server.Diagnostics;

namespace Locket.Server.Gate;

/// <summary>Counts what was acknowledged over REST. MCP calls are counted by the MCP library, tool by tool.</summary>
internal sealed class Tally(RequestDelegate next, Measurements measurements)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);

        // What is open to strangers neither remembers nor recalls.
        if (context.Features.Get<Caller>() is null
            || context.Response.StatusCode >= StatusCodes.Status300MultipleChoices
            || context.Request.Path.StartsWithSegments("/mcp", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var face = ErrorAnswer.IsOriginRoute(context.Request.Path) ? "origin" : "rest";
        if (RequestKind.IsWriteOf(context))
        {
            measurements.Wrote(face);
        }
        else if (context.GetEndpoint()?.Metadata.GetMetadata<RequestKind>() is not null)
        {
            measurements.Recalled(face);
        }
    }
}
