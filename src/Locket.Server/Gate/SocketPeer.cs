using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Locket.Server.Gate;

/// <summary>Marks the connections of the unix socket: only there may an owner be asked to yield.</summary>
internal sealed class SocketPeer
{
    private static readonly SocketPeer Mark = new();

    public static bool IsOn(HttpContext context) => context.Features.Get<SocketPeer>() is not null;

    /// <summary>Every connection of this listener is one of the unix socket.</summary>
    public static void MarkAll(ListenOptions listener) => listener.Use(next => connection =>
    {
        connection.Features.Set(Mark);

        return next(connection);
    });
}
