using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>Turns a presented secret into a <see cref="Caller"/>, or into nothing; the only maker of callers.</summary>
public sealed class Gatekeeper(ISystemStore store, TokenSealer sealer, Keyring keyring, TokenUses uses, ExpiryClock expiry)
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
            || Valid(row) is not { } token)
        {
            return null;
        }

        uses.Note(token.PublicId, expiry.Now);

        return Caller.Admitted(
            new Actor(token.Principal, token.PublicId, null, token.Trust),
            token.Scopes,
            token.Spaces,
            token.DefaultSpace,
            new Rates(token.WritesPerMinute, token.ReadsPerMinute),
            token.Profile);
    }

    /// <summary>
    /// A key that whoever holds the token can make as well, so that the server can prove to know it before it is sent. It says
    /// nothing about the token, and lets nobody in.
    /// </summary>
    /// <param name="tokenId">A public id, or that of the session token.</param>
    /// <returns>A random key where there is no such token or it is no longer valid: nothing fits it.</returns>
    public async ValueTask<byte[]> ProofKeyAsync(string tokenId, CancellationToken cancellationToken)
    {
        if (tokenId == Actor.SessionTokenId)
        {
            return ProofKey(_session);
        }

        return await store.FindTokenAsync(tokenId, cancellationToken) is { } row && Valid(row) is not null
            ? ProofKey(row.SecretHash.ToArray())
            : ProofKey(null);
    }

    /// <summary>Whether a token that let somebody in still would.</summary>
    public async ValueTask<bool> StandsAsync(string tokenId, CancellationToken cancellationToken) =>
        tokenId == Actor.SessionTokenId || (await store.FindTokenAsync(tokenId, cancellationToken) is { } row && Valid(row) is not null);

    /// <summary>Takes a session token for this run: 43 base64url characters that hold 256 bits, or one of the operator's of at least 128 bits.</summary>
    public void OpenSession(string secret) => _session = AccessToken.Hash(AccessToken.DemandStrong(secret));

    /// <summary>The caller that work of the server itself runs as, so that the audit shows it.</summary>
    public static Caller House() => Owner("house");

    private NamedToken? Valid(TokenRow row) =>
        !keyring.IsRevoked(row.PublicId) && sealer.Open(row) is { } token && token.IsValid(expiry.Now) ? token : null;

    private static byte[] ProofKey(byte[]? secretHash) => HKDF.Expand(
        HashAlgorithmName.SHA256, secretHash ?? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), SHA256.HashSizeInBytes, "locket proof"u8.ToArray());

    private static Caller Owner(string tokenId) => Caller.Admitted(
        new Actor(Actor.Owner, tokenId, null, Trust.User), Everything, [SpacePattern.Everything], SpaceName.Parse(OwnerSpace), rates: null);
}
