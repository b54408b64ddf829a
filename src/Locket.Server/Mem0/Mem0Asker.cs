using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Server.Mem0;

/// <summary>Who asks, and which space a request means that names no user.</summary>
/// <param name="IsBound">
/// It may name no other user either: over MCP a model writes the arguments, and must not be talked into another space.
/// </param>
internal sealed record Mem0Asker(Caller Caller, SpaceName Own, bool IsBound)
{
    public static ValueTask<Mem0Asker?> BindAsync(HttpContext context)
    {
        var caller = context.RequestServices.GetRequiredService<Caller>();

        return ValueTask.FromResult<Mem0Asker?>(new Mem0Asker(caller, caller.DefaultSpace, IsBound: false));
    }

    /// <summary>The engine decides whether the token covers the space; here it is only found.</summary>
    public SpaceName SpaceOf(string? user)
    {
        if (user is null)
        {
            return Own;
        }

        var space = SpaceName.Parse(user, Mem0Scope.User);

        return !IsBound || space == Own
            ? space
            : throw new RefusalException(RefusalCode.Forbidden, "user_id must be the space of this address: no argument of a tool leads into another");
    }
}
