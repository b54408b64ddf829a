using Locket.Client.Contracts;
using Locket.Engine.Audit;
using Locket.Engine.Security;
using Locket.Engine.Tokens;

namespace Locket.Server.Views;

internal static class AdminViews
{
    public static TokenView ToView(this NamedToken token) => new(
        token.PublicId,
        token.Name,
        ScopeNames.Of(token.Scopes),
        [.. token.Spaces.Select(pattern => pattern.Text)],
        token.DefaultSpace.Value,
        token.Trust.Name(),
        token.CreatedAt,
        token.ExpiresAt,
        token.RevokedAt,
        token.Profile,
        token.LastUsedAt);

    public static CreatedTokenView ToView(this IssuedToken issued) => new(issued.Token.ToView(), issued.Secret);

    public static MeView ToView(this Caller caller, Guid server) => new(
        caller.Actor.Principal,
        caller.Actor.TokenId,
        ScopeNames.Of(caller.Scopes),
        caller.Spaces,
        caller.DefaultSpace.Value,
        caller.Actor.Trust.Name(),
        server.ToString("n"),
        caller.Profile);

    public static AuditPageView ToView(this AuditTail tail) => new([.. tail.Entries.Select(ToView)], tail.Next);

    public static AuditVerdictView ToView(this AuditVerdict verdict) =>
        new(verdict.Problem is null, verdict.Entries, verdict.Chains, verdict.Problem);

    private static AuditEntryView ToView(AuditEntry entry) =>
        new(entry.Space, entry.Number, entry.At, entry.Principal, entry.TokenId, entry.Action, entry.Subject, entry.Result);
}
