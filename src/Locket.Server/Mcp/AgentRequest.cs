using Locket.Engine.Security;
using Locket.Server.Gate;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp;

/// <summary>
/// Who asks, in which space, under which key: all of it from the token and the address, none of it from the model.
/// </summary>
/// <param name="Caller">As the gate let it in, with the name that its client gives itself.</param>
/// <param name="Key">The idempotency key of the HTTP request; an argument of the tool goes before it.</param>
internal sealed record AgentRequest(Caller Caller, SpaceName Space, string? Key)
{
    public const string KeyHeader = "Idempotency-Key";
    public const string SpaceInAddress = "space";

    /// <exception cref="Locket.Engine.Refusals.RefusalException">The address names no possible space.</exception>
    public static AgentRequest Of<T>(RequestContext<T> request)
    {
        var services = request.Services!;
        var http = services.GetRequiredService<IHttpContextAccessor>().HttpContext!;
        var caller = services.GetRequiredService<Caller>();
        var client = ClientName.From(request.JsonRpcRequest.Context?.ClientInfo?.Name);
        var key = http.Request.Headers[KeyHeader].ToString();

        return new AgentRequest(
            client is null ? caller : caller.As(client),
            http.GetRouteValue(SpaceInAddress) is null ? caller.DefaultSpace : SpaceIn(http),
            key.Length == 0 ? null : key);
    }

    /// <summary>The space at the end of an address that names one.</summary>
    /// <exception cref="Locket.Engine.Refusals.RefusalException">It is no possible name of a space.</exception>
    public static SpaceName SpaceIn(HttpContext http) => SpaceName.Parse(Uri.UnescapeDataString(SentPath.Segments(http)[^1]));
}
