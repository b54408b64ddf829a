using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Server.Mcp.Profiles;

/// <summary>Which server a request is answered as: the one that its address names, else its token's, else our own.</summary>
internal static class ProfileChoice
{
    /// <summary>In the address: <c>/mcp?profile=NAME</c>.</summary>
    public const string Parameter = "profile";

    /// <summary>Chooses before the MCP server of the request is made, so that a wrong name is an answer and not a failure.</summary>
    public static void Choose(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Features.Set(Of(context));

            return next(context);
        };
    }

    /// <summary>
    /// For an address that is another server's own and names a user: it answers as that server and as nothing else, and whoever may not
    /// reach that user's space is told so before anything is listed.
    /// </summary>
    public static void ChooseOnly(EndpointBuilder endpoint, string name)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            var space = AgentRequest.SpaceIn(context);
            if (context.Features.Get<Caller>()?.Covers(space) != true)
            {
                throw new RefusalException(RefusalCode.Forbidden, "this token does not cover that space");
            }

            context.Features.Set(Find(context, name));

            return next(context);
        };
    }

    private static McpProfile Find(HttpContext context, string name) =>
        context.RequestServices.GetServices<McpProfile>().First(profile => profile.Name == name);

    private static McpProfile? Of(HttpContext context)
    {
        var said = context.Request.Query[Parameter];
        if (said.Count > 1)
        {
            throw RefusalException.Invalid($"{Parameter} must stand once in the address");
        }

        var name = said.Count == 1 ? said[0]! : context.Features.Get<Caller>()?.Profile;

        return name is null || ProfileList.Demand(name) == ProfileList.Own
            ? null
            : Find(context, name);
    }
}
