using System.Text;
using Locket.Engine.Audit;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>What happens to a token inside a unit of work. Every change but the time of its last use is an entry of the server's own audit chain.</summary>
public sealed class TokenChanges(TokenSealer sealer, AuditSealer audit, Keyring keyring, TimeProvider clock)
{
    /// <returns>All tokens that this server wrote.</returns>
    internal IEnumerable<NamedToken> Open(IEnumerable<TokenRow> rows) => rows.Select(Open).OfType<NamedToken>();

    internal async ValueTask<(TokenRow Row, NamedToken Token)?> FindAsync(ISystemTransaction transaction, string publicId, CancellationToken cancellationToken) =>
        await transaction.FindTokenAsync(publicId, cancellationToken) is { } row && Open(row) is { } token ? (row, token) : null;

    internal async ValueTask PutAsync(
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

    /// <summary>Ends a token for good.</summary>
    internal async ValueTask<NamedToken> EndAsync(
        ISystemTransaction transaction, AdminGrant grant, TokenRow row, NamedToken token, DateTimeOffset at, string action, CancellationToken cancellationToken)
    {
        var ended = token with { RevokedAt = at };
        await PutAsync(transaction, grant, ended, row.SecretHash, action, cancellationToken);
        // In the keyring too: a database restored from a backup must not revive it. Last, because nothing takes it back.
        keyring.Revoke(token.PublicId);

        return ended;
    }

    /// <summary>A use is no change of what the token may do, and would make a chain of nothing else.</summary>
    internal ValueTask KeepUseAsync(ISystemTransaction transaction, TokenRow row, NamedToken token, DateTimeOffset at, CancellationToken cancellationToken) =>
        transaction.PutTokenAsync(sealer.Seal(token with { LastUsedAt = at }, row.SecretHash), cancellationToken);

    // The keyring knows of revocations that a restored database has forgotten, but not of their time.
    private NamedToken? Open(TokenRow row) => sealer.Open(row) is not { } token ? null
        : token.RevokedAt is null && keyring.IsRevoked(token.PublicId) ? token with { RevokedAt = token.CreatedAt }
        : token;
}
