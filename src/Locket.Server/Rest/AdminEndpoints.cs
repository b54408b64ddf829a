using Locket.Client.Contracts;
using Locket.Engine.Audit;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Views;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Locket.Server.Rest;

/// <summary>What belongs to the whole server: <c>/v1/me</c>, <c>/v1/spaces</c>, <c>/v1/tokens</c>, <c>/v1/audit</c>.</summary>
internal static class AdminEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/me", Me).WithName("me");
        v1.MapGet("/spaces", Spaces).WithName("list_spaces");
    }

    public static void MapTokens(this IEndpointRouteBuilder v1)
    {
        v1.MapPost("/tokens", Create).WithName("create_token");
        v1.MapGet("/tokens", Tokens).WithName("list_tokens");
        v1.MapPost("/tokens/{id}/rotate", Rotate).WithName("rotate_token").TakesQuery("overlap_seconds");
        v1.MapDelete("/tokens/{id}", Revoke).WithName("revoke_token");
        v1.MapPost("/tokens/{id}/rollback", RollbackEndpoint.Rollback).WithName("roll_back_token");
    }

    public static void MapAudit(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/audit", Audit).WithName("read_audit").TakesQuery("after", "limit");
        v1.MapGet("/audit/verify", Verify).WithName("verify_audit");
    }

    private static Ok<MeView> Me(Caller caller, Keyring keyring) => TypedResults.Ok(caller.ToView(keyring.ServerId));

    private static async Task<Ok<SpaceListView>> Spaces(Caller caller, SpaceEngine spaces, CancellationToken cancellationToken)
    {
        var names = await spaces.ListAsync(caller, cancellationToken);

        return TypedResults.Ok(new SpaceListView([.. names.Select(name => name.Value)]));
    }

    private static async Task<Created<CreatedTokenView>> Create(
        JsonRequest<CreateTokenRequest> request, RequestKey key, Caller caller, TokenEngine tokens, CancellationToken cancellationToken)
    {
        RefuseKey(key);
        var issued = await tokens.CreateAsync(caller, request.Value.ToToken(), cancellationToken);

        return TypedResults.Created($"/v1/tokens/{issued.Token.PublicId}", issued.ToView());
    }

    private static async Task<Ok<TokenListView>> Tokens(Caller caller, TokenEngine tokens, CancellationToken cancellationToken)
    {
        var named = await tokens.ListAsync(caller, cancellationToken);

        return TypedResults.Ok(new TokenListView([.. named.Select(AdminViews.ToView)]));
    }

    private static async Task<Ok<CreatedTokenView>> Rotate(
        string id,
        [FromQuery(Name = "overlap_seconds")] int? overlap,
        RequestKey key,
        Caller caller,
        TokenEngine tokens,
        CancellationToken cancellationToken)
    {
        RefuseKey(key);
        var issued = await tokens.RotateAsync(caller, id, TimeSpan.FromSeconds(overlap ?? 0), cancellationToken);

        return TypedResults.Ok(issued.ToView());
    }

    private static async Task<Ok<TokenView>> Revoke(string id, Caller caller, TokenEngine tokens, CancellationToken cancellationToken)
    {
        var revoked = await tokens.RevokeAsync(caller, id, cancellationToken);

        return TypedResults.Ok(revoked.ToView());
    }

    private static async Task<Ok<AuditPageView>> Audit(
        long? after, int? limit, Caller caller, AuditEngine audit, CancellationToken cancellationToken)
    {
        var tail = await audit.ReadAsync(caller, after ?? 0, Checked.PageSize(limit, Limits.PageSize), cancellationToken);

        return TypedResults.Ok(tail.ToView());
    }

    private static async Task<Ok<AuditVerdictView>> Verify(Caller caller, AuditEngine audit, CancellationToken cancellationToken)
    {
        var verdict = await audit.VerifyAsync(caller, cancellationToken);

        return TypedResults.Ok(verdict.ToView());
    }

    // The same key must give the same answer, and a secret is shown once and kept nowhere: so this promise cannot be made.
    private static void RefuseKey(RequestKey key)
    {
        if (key.Header is not null)
        {
            throw RefusalException.Invalid($"{RequestKey.HeaderName} is not taken here: a token's secret is shown only once");
        }
    }
}
