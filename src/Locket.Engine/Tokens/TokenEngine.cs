using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Tokens;

/// <summary>Named tokens: make, list, rotate, revoke. Every change is an entry of the server's own audit chain.</summary>
public sealed class TokenEngine(ISystemStore store, TokenChanges changes, TokenUses uses, ExpiryClock expiry, TimeProvider clock)
{
    /// <summary>A week, in which every holder of the old secret should have met the new one.</summary>
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    private const string Revoked = "token.revoke";
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
                await changes.PutAsync(transaction, grant, token, AccessToken.Hash(secret), "token.create", cancellationToken);
                return new IssuedToken(token, secret);
            },
            cancellationToken);
    }

    /// <summary>All named tokens in order of creation, revoked ones too.</summary>
    public async Task<IReadOnlyList<NamedToken>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var rows = await store.ListTokensAsync(caller.MayAdminister(), cancellationToken);

        return [.. changes.Open(rows).Select(token => token with { LastUsedAt = uses.Latest(token) }).OrderBy(token => token.CreatedAt).ThenBy(token => token.PublicId, StringComparer.Ordinal)];
    }

    /// <summary>A new secret under a new public id for the same principal.</summary>
    /// <param name="overlap">How long the old one still lets in, for those who have not heard of the new one; zero ends it at once.</param>
    public Task<IssuedToken> RotateAsync(Caller caller, string publicId, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap)
        {
            throw RefusalException.Invalid($"overlap_seconds must be from 0 to {MaxOverlap.TotalSeconds:0}");
        }

        return store.WriteAsync(
            grant,
            async transaction =>
            {
                var (row, old) = await FindAsync(transaction, publicId, cancellationToken);
                if (!old.IsValid(expiry.Now))
                {
                    throw new RefusalException(RefusalCode.Conflict, "a token that has expired or was revoked cannot be rotated: create a new one");
                }

                var now = clock.GetUtcNow();
                var next = old with
                {
                    PublicId = AccessToken.NewPublicId(),
                    CreatedAt = now,
                    ExpiresAt = old.ExpiresAt is { } end ? now + (end - old.CreatedAt) : null,
                    LastUsedAt = null,
                };
                var secret = AccessToken.NewNamed(next.PublicId);
                await changes.PutAsync(transaction, grant, next, AccessToken.Hash(secret), "token.rotate", cancellationToken);
                await RetireAsync(transaction, grant, row, old, now, overlap, cancellationToken);
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
                    ? await changes.EndAsync(transaction, grant, row, token, clock.GetUtcNow(), Revoked, cancellationToken)
                    : token;
            },
            cancellationToken);
    }

    // An overlap only ever shortens what the old one had left.
    private async ValueTask RetireAsync(
        ISystemTransaction transaction, AdminGrant grant, TokenRow row, NamedToken old, DateTimeOffset now, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (overlap == TimeSpan.Zero)
        {
            await changes.EndAsync(transaction, grant, row, old, now, Revoked, cancellationToken);
        }
        else if (old.ExpiresAt is not { } end || now + overlap < end)
        {
            await changes.PutAsync(transaction, grant, old with { ExpiresAt = now + overlap }, row.SecretHash, "token.retire", cancellationToken);
        }
    }

    private async ValueTask<(TokenRow Row, NamedToken Token)> FindAsync(ISystemTransaction transaction, string publicId, CancellationToken cancellationToken) =>
        await changes.FindAsync(transaction, publicId, cancellationToken) ?? throw new RefusalException(RefusalCode.NotFound, "no such token");

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
