using Locket.Server.Settings;

namespace Locket.Server.Gate;

/// <summary>
/// Before anything else: a request must ask for a name that is ours, and a page that sends it must be one of ours. It stops DNS
/// rebinding, where a stranger's page reaches loopback under the stranger's own name.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, LocketSettings settings)
{
    private readonly OriginRules _rules = new(settings);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;

        // A unix socket has no name that could be rebound, but a browser must not reach through a proxy to it either.
        var isOurs = SocketPeer.IsOn(context) || _rules.IsOurHost(request.Host);

        return isOurs && _rules.IsOurOrigin(request.Headers.Origin)
            ? next(context)
            : ErrorAnswer.WriteAsync(context, StatusCodes.Status403Forbidden, "foreign_host", "the Host or Origin of the request is not one of this server");
    }
}
