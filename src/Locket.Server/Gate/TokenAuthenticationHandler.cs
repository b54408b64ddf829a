using System.Security.Claims;
using System.Text.Encodings.Web;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Locket.Server.Gate;

/// <summary>
/// Turns the token of a request into a <see cref="Caller"/>. It stands in the header <c>Authorization: Bearer</c>, or where
/// <see cref="MoreCredentials"/> of the route says, and nowhere else.
/// </summary>
internal sealed class TokenAuthenticationHandler(
    Gatekeeper gatekeeper,
    WrongTokens wrong,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";
    public const string ScopeClaim = "scope";
    private const int MaxSecretLength = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (presented, secret) = MoreCredentials.Read(Context);
        if (!presented)
        {
            return AuthenticateResult.NoResult();
        }

        if (secret is null or { Length: > MaxSecretLength } || await gatekeeper.AdmitAsync(secret, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("unknown token");
        }

        Context.Features.Set(caller.As(ClientName.From(Request.Headers.UserAgent)));
        var identity = new ClaimsIdentity(ScopeNames.Of(caller.Scopes).Select(scope => new Claim(ScopeClaim, scope)), SchemeName);

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>RFC 6750 §3: no error code where nothing was presented.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!MoreCredentials.Read(Context).Presented)
        {
            Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            await ErrorAnswer.WriteAsync(Context, StatusCodes.Status401Unauthorized, "unauthorized", "a token is needed in the header Authorization");
            return;
        }

        await wrong.AnswerAsync(Context);
    }

    /// <summary>Only the policy <see cref="GateServices.Admin"/> forbids; everything finer is the engine's.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = $"Bearer error=\"insufficient_scope\", scope=\"{ScopeNames.Admin}\"";

        return ErrorAnswer.WriteAsync(Context, StatusCodes.Status403Forbidden, "forbidden", $"this token lacks the scope {ScopeNames.Admin}");
    }
}
