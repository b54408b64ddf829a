using System.Text;
using Locket.Engine.Audit;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Tokens;

/// <summary>Named tokens: make, list, rotate, revoke. Every change is an entry of the server's own audit chain.</summary>
public sealed class TokenEngine(ISystemStore store, TokenSealer sealer, AuditSealer audit, Keyring keyring, TimeProvider clock)
{
    private const int MaxNameLength = 64;
    private const int MaxPerMinute = 1_000_000;

    /// <summary>A new token; its secret is in the answer and nowhere else.</summary>
    public Task<IssuedToken> CreateAsync(Caller caller, TokenRequest request, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();
        var token = From(request);
        var secret = AccessToken.NewNamed(token.PublicId);

        return store.WriteAsync(
            grant,
            async transaction =>
            {
                await PutAsync(transaction, grant, token, AccessToken.Hash(secret), "token.create", cancellationToken);
                return new IssuedToken(token, secret);
            },
            cancellationToken);
    }

    /// <summary>All named tokens in order of creation, revoked ones too.</summary>
    public async Task<IReadOnlyList<NamedToken>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var rows = await store.ListTokensAsync(caller.MayAdminister(), cancellationToken);

        return [.. rows.Select(sealer.Open).OfType<NamedToken>().Select(Standing).OrderBy(token => token.CreatedAt).ThenBy(token => token.PublicId, StringComparer.Ordinal)];
    }

    /// <summary>A new secret under a new public id for the same principal; the old one stops at once.</summary>
    public Task<IssuedToken> RotateAsync(Caller caller, string publicId, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();

        return store.WriteAsync(
            grant,
            async transaction =>
            {
                var (row, old) = await FindAsync(transaction, publicId, cancellationToken);
                var now = clock.GetUtcNow();
                if (!old.IsValid(now))
                {
                    throw new RefusalException(RefusalCode.Conflict, "a token that has expired or was revoked cannot be rotated: create a new one");
                }

                var next = old with { PublicId = AccessToken.NewPublicId(), CreatedAt = now, ExpiresAt = old.ExpiresAt is { } end ? now + (end - old.CreatedAt) : null };
                var secret = AccessToken.NewNamed(next.PublicId);
                await PutAsync(transaction, grant, next, AccessToken.Hash(secret), "token.rotate", cancellationToken);
                await RevokeAsync(transaction, grant, row, old, now, cancellationToken);
                return new IssuedToken(next, secret);
            },
            cancellationToken);
    }

    /// <summary>The token lets nobody in from the next request on.</summary>
    public Task<NamedToken> RevokeAsync(Caller caller, string publicId, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();

        return store.WriteAsync(
            grant,
            async transaction =>
            {
                var (row, token) = await FindAsync(transaction, publicId, cancellationToken);

                return token.RevokedAt is null
                    ? await RevokeAsync(transaction, grant, row, token, clock.GetUtcNow(), cancellationToken)
                    : token;
            },
            cancellationToken);
    }

    private async ValueTask<NamedToken> RevokeAsync(
        ISystemTransaction transaction, AdminGrant grant, TokenRow row, NamedToken token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var revoked = token with { RevokedAt = now };
        await PutAsync(transaction, grant, revoked, row.SecretHash, "token.revoke", cancellationToken);
        // In the keyring too: a database restored from a backup must not revive it. Last, because nothing takes it back.
        keyring.Revoke(token.PublicId);

        return revoked;
    }

    private async ValueTask PutAsync(
        ISystemTransaction transaction, AdminGrant grant, NamedToken token, ReadOnlyMemory<byte> secretHash, string action, CancellationToken cancellationToken)
    {
        await transaction.PutTokenAsync(sealer.Seal(token, secretHash), cancellationToken);
        var facts = new AuditFacts
        {
            At = clock.GetUtcNow(),
            Principal = grant.Actor.Principal,
            TokenId = grant.Actor.TokenId,
            Action = action,
            Subject = Encoding.UTF8.GetBytes(token.PublicId),
            Result = AuditFacts.Done,
        };
        await transaction.AppendAsync(audit.Next(AuditSealer.ServerChain, transaction.Head.Number + 1, transaction.Head.Seal, facts), cancellationToken);
    }

    private async ValueTask<(TokenRow Row, NamedToken Token)> FindAsync(ISystemTransaction transaction, string publicId, CancellationToken cancellationToken) =>
        await transaction.FindTokenAsync(publicId, cancellationToken) is { } row && sealer.Open(row) is { } token
            ? (row, Standing(token))
            : throw new RefusalException(RefusalCode.NotFound, "no such token");

    // The keyring knows of revocations that a restored database has forgotten, but not of their time.
    private NamedToken Standing(NamedToken token) =>
        token.RevokedAt is null && keyring.IsRevoked(token.PublicId) ? token with { RevokedAt = token.CreatedAt } : token;

    private NamedToken From(TokenRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > MaxNameLength || PlainText.HasControl(request.Name) || !PlainText.IsWellFormed(request.Name))
        {
            throw RefusalException.Invalid($"name must have 1 to {MaxNameLength} printable characters");
        }

        if (request.Scopes == Scope.None)
        {
            throw RefusalException.Invalid("scopes must name at least one scope");
        }

        Demand(request.ExpiresInDays, TokenRequest.MaxDays, "expires_in_days");
        Demand(request.WritesPerMinute, MaxPerMinute, "writes_per_minute");
        Demand(request.ReadsPerMinute, MaxPerMinute, "reads_per_minute");
        var space = request.DefaultSpace ?? SpaceName.Parse(Gatekeeper.OwnerSpace);
        if (request.Spaces.Count == 0 && space.Value.Contains('*', StringComparison.Ordinal))
        {
            // As a pattern the name would cover other spaces than itself.
            throw RefusalException.Invalid("spaces must be named where default_space contains a *");
        }

        var now = clock.GetUtcNow();
        var token = new NamedToken
        {
            PublicId = AccessToken.NewPublicId(),
            Name = request.Name,
            Principal = AccessToken.NewPublicId(),
            Scopes = request.Scopes,
            Spaces = request.Spaces.Count > 0 ? request.Spaces : [SpacePattern.Parse(space.Value)],
            DefaultSpace = space,
            Trust = request.Trust,
            WritesPerMinute = request.WritesPerMinute,
            ReadsPerMinute = request.ReadsPerMinute,
            CreatedAt = now,
            ExpiresAt = now.AddDays(request.ExpiresInDays),
            Profile = request.Profile is null ? null : Checked.Label(request.Profile, "profile"),
        };

        return token.Spaces.Any(pattern => pattern.Covers(space))
            ? token
            : throw RefusalException.Invalid("default_space must be one of the spaces that the token covers");
    }

    private static void Demand(int value, int max, string field)
    {
        if (value < 1 || value > max)
        {
            throw RefusalException.Invalid($"{field} must be from 1 to {max}");
        }
    }
}
