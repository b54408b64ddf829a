using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>Turns a presented secret into a <see cref="Caller"/>, or into nothing; the only maker of callers.</summary>
public sealed class Gatekeeper(ISystemStore store, TokenSealer sealer, Keyring keyring, TimeProvider clock)
{
    public const string OwnerSpace = "me";
    private const Scope Everything = Scope.Read | Scope.Write | Scope.Admin;
    private byte[]? _session;

    /// <summary>The caller, or null: unknown, malformed, expired and revoked secrets look the same from outside.</summary>
    /// <param name="secret">What stood after <c>Bearer</c>, as it came.</param>
    public async ValueTask<Caller?> AdmitAsync(string? secret, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var hash = AccessToken.Hash(secret);
        if (_session is { } session && CryptographicOperations.FixedTimeEquals(hash, session))
        {
            return Owner(Actor.SessionTokenId);
        }

        if (AccessToken.PublicIdOf(secret) is not { } publicId
            || await store.FindTokenAsync(publicId, cancellationToken) is not { } row
            || !CryptographicOperations.FixedTimeEquals(hash, row.SecretHash.Span)
            || keyring.IsRevoked(publicId)
            || sealer.Open(row) is not { } token
            || !token.IsValid(clock.GetUtcNow()))
        {
            return null;
        }

        return Caller.Admitted(
            new Actor(token.Principal, token.PublicId, null, token.Trust),
            token.Scopes,
            token.Spaces,
            token.DefaultSpace,
            new Rates(token.WritesPerMinute, token.ReadsPerMinute));
    }

    /// <summary>Takes a session token for this run: 43 base64url characters that hold 256 bits, or one of the operator's of at least 128 bits.</summary>
    public void OpenSession(string secret) => _session = AccessToken.Hash(AccessToken.DemandStrong(secret));

    /// <summary>The caller that work of the server itself runs as, so that the audit shows it.</summary>
    public static Caller House() => Owner("house");

    private static Caller Owner(string tokenId) => Caller.Admitted(
        new Actor(Actor.Owner, tokenId, null, Trust.User), Everything, [SpacePattern.Everything], SpaceName.Parse(OwnerSpace), rates: null);
}
