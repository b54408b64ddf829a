using Locket.Engine.Security;
using Locket.Server.Diagnostics;
using Locket.Server.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Locket.Server.Gate;

/// <summary>The way in: everything that stands between a connection and a face.</summary>
internal static class GateServices
{
    /// <summary>Policy of routes that only the scope <c>admin</c> may use.</summary>
    public const string Admin = "admin";

    public static IServiceCollection AddGate(this IServiceCollection services, LocketSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(provider => new FailedLogins(provider.GetRequiredService<TimeProvider>(), settings.FailedLogins));
        services.AddSingleton<WrongTokens>();
        services.AddSingleton<CallerRates>();
        services.AddSingleton<CallersAtOnce>();
        services.AddSingleton<OpenCalls>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenCalls>());

        // Only the core: the usual call also adds data protection, which keeps keys of its own in the home folder.
        services.AddAuthenticationCore(options => options.DefaultScheme = TokenAuthenticationHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.SchemeName, null);

        // Closed by default: a route that says nothing about access still needs a token.
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Admin, policy => policy.RequireClaim(TokenAuthenticationHandler.ScopeClaim, ScopeNames.Admin));

        services.AddTrustedProxies(settings);
        services.AddHttpContextAccessor();
        services.AddScoped(provider =>
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Caller>()
            ?? throw new InvalidOperationException("A caller was asked for outside the gate."));

        return services;
    }

    /// <summary>The order is the policy: each line may assume that every line above it has passed.</summary>
    public static void UseGate(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseMiddleware<RequestTrace>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = LastResort.AnswerAsync });
        app.UseMiddleware<HostGuard>();
        app.UseRouting();
        app.UseMiddleware<EmptyAnswers>();
        app.UseAuthentication();
        app.Use(static (context, next) => context.RequestServices.GetRequiredService<OpenCalls>().FollowAsync(context, next));
        app.UseMiddleware<RateGuard>();
        app.UseAuthorization();
        app.UseMiddleware<BodyGuard>();
        app.UseMiddleware<Tally>();
    }
}
