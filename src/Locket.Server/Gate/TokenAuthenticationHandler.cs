using System.Security.Claims;
using System.Text.Encodings.Web;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Locket.Server.Gate;

/// <summary>Turns the bearer token of a request into a <see cref="Caller"/>. Tokens stand in the header and nowhere else.</summary>
internal sealed class TokenAuthenticationHandler(
    Gatekeeper gatekeeper,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var (presented, secret) = BearerHeader.Read(Request.Headers.Authorization);
        if (!presented)
        {
            return AuthenticateResult.NoResult();
        }

        if (secret is null || await gatekeeper.AdmitAsync(secret, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("unknown token");
        }

        Context.Features.Set(caller.As(ClientName.From(Request.Headers.UserAgent)));
        var identity = new ClaimsIdentity(ScopeNames.Of(caller.Scopes).Select(scope => new Claim("scope", scope)), SchemeName);

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var presented = Request.Headers.Authorization.Count > 0;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, presented ? "Bearer error=\"invalid_token\"" : "Bearer");

        return ErrorAnswer.WriteAsync(
            Context,
            StatusCodes.Status401Unauthorized,
            "unauthorized",
            presented ? "the token is not valid" : "a token is needed: Authorization: Bearer …");
    }
}
