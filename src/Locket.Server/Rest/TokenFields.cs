using Locket.Client.Contracts;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Rest;

/// <summary>From a request for a token on the wire to what the engine is asked.</summary>
internal static class TokenFields
{
    public static TokenRequest ToToken(this CreateTokenRequest request) => new()
    {
        Name = request.Name,
        Scopes = request.Scopes is null ? Scope.Read | Scope.Write : ScopeNames.Parse(request.Scopes),
        Spaces = [.. (request.Spaces ?? []).Select(SpacePattern.Parse)],
        DefaultSpace = request.DefaultSpace is null ? null : SpaceName.Parse(request.DefaultSpace, "default_space"),
        Trust = request.Trust is null ? Trust.Agent : TrustNames.Parse(request.Trust),
        ExpiresInDays = request.ExpiresInDays ?? TokenRequest.DefaultDays,
        WritesPerMinute = request.WritesPerMinute ?? TokenRequest.DefaultWritesPerMinute,
        ReadsPerMinute = request.ReadsPerMinute ?? TokenRequest.DefaultReadsPerMinute,
        Profile = request.Profile is null ? null : ProfileList.Demand(request.Profile),
    };
}
