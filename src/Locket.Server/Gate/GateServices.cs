using Locket.Engine.Security;
using Locket.Server.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Locket.Server.Gate;

/// <summary>The way in: everything that stands between a connection and a face.</summary>
internal static class GateServices
{
    public static IServiceCollection AddGate(this IServiceCollection services, LocketSettings settings)
    {
        services.AddAuthentication(TokenAuthenticationHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.SchemeName, null);

        // Closed by default: a route that says nothing about access still needs a token.
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

        services.AddSingleton(settings);
        services.AddHttpContextAccessor();
        services.AddScoped(provider =>
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>()
            ?? throw new InvalidOperationException("A caller was asked for outside the gate."));

        return services;
    }

    /// <summary>The order is the policy: each line may assume that every line above it has passed.</summary>
    public static void UseGate(this WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
