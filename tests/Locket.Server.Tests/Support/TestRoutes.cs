using Locket.Engine.Security;
using Locket.Server.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Support;

/// <summary>Routes behind the gate that do as little as possible.</summary>
internal static class TestRoutes
{
    public const string WhoAmI = "/test/who";
    public const string Swallow = "/test/swallow";
    public const string Lines = "/test/lines";
    public const string Break = "/test/break";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(WhoAmI, WhoIs);
        routes.MapPost(Swallow, SwallowAll);
        routes.MapPost(Lines, SwallowAll).WithMetadata(new BodyRule(BodyRule.Ndjson, 2 * 1024 * 1024));
        routes.MapGet(Break, Fail);
    }

    private static Task WhoIs(HttpContext context)
    {
        var actor = context.RequestServices.GetRequiredService<Caller>().Actor;

        return context.Response.WriteAsync($"{actor.Principal}|{actor.Client}");
    }

    private static Task SwallowAll(HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);

    private static Task Fail(HttpContext context) => throw new InvalidOperationException("broken over " + context.Request.Query["text"]);
}
