using System.Text.Json;
using System.Text.Json.Serialization;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Tokens;

/// <summary>Between a <see cref="NamedToken"/> and the row that a store keeps.</summary>
public sealed class TokenSealer(Keyring keyring)
{
    internal TokenRow Seal(NamedToken token, ReadOnlyMemory<byte> secretHash)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(TokenBody.From(token), TokenJson.Default.TokenBody);

        return new TokenRow(token.PublicId, secretHash, Aead.Seal(keyring.Server.Tokens, body, Bound(token.PublicId, secretHash)));
    }

    /// <returns>The token, or null when the row is not what this server wrote: then it lets nobody in.</returns>
    internal NamedToken? Open(TokenRow row) =>
        Aead.Open(keyring.Server.Tokens, row.Body.Span, Bound(row.PublicId, row.SecretHash)) is { } plain
            ? JsonSerializer.Deserialize(plain, TokenJson.Default.TokenBody)!.ToToken(row.PublicId)
            : null;

    /// <summary>The latest time seen, bound to nothing but what it is.</summary>
    internal byte[] SealMark(DateTimeOffset time) => Aead.Seal(keyring.Server.Tokens, BitConverter.GetBytes(time.UtcTicks), OfMark);

    /// <returns>The time, or null when it is not what this server wrote.</returns>
    internal DateTimeOffset? OpenMark(ReadOnlySpan<byte> mark) =>
        Aead.Open(keyring.Server.Tokens, mark, OfMark) is { } ticks ? new DateTimeOffset(BitConverter.ToInt64(ticks), TimeSpan.Zero) : null;

    private static byte[] OfMark => new Canonical("locket time 1").ToBytes();

    private static byte[] Bound(string publicId, ReadOnlyMemory<byte> secretHash) =>
        new Canonical("locket token 1").Add(publicId).Add(secretHash.Span).ToBytes();
}

/// <summary>What is sealed of a token. A row written before a member was added lacks it, and is read all the same.</summary>
internal sealed record TokenBody(
    string Name,
    string Principal,
    Scope Scopes,
    IReadOnlyList<string> Spaces,
    string DefaultSpace,
    Trust Trust,
    int WritesPerMinute,
    int ReadsPerMinute,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? Profile = null,
    DateTimeOffset? LastUsedAt = null)
{
    public static TokenBody From(NamedToken token) => new(
        token.Name,
        token.Principal,
        token.Scopes,
        [.. token.Spaces.Select(pattern => pattern.Text)],
        token.DefaultSpace.Value,
        token.Trust,
        token.WritesPerMinute,
        token.ReadsPerMinute,
        token.CreatedAt,
        token.ExpiresAt,
        token.RevokedAt,
        token.Profile,
        token.LastUsedAt);

    public NamedToken ToToken(string publicId) => new()
    {
        PublicId = publicId,
        Name = Name,
        Principal = Principal,
        Scopes = Scopes,
        Spaces = [.. Spaces.Select(SpacePattern.Parse)],
        DefaultSpace = SpaceName.Parse(DefaultSpace),
        Trust = Trust,
        WritesPerMinute = WritesPerMinute,
        ReadsPerMinute = ReadsPerMinute,
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        RevokedAt = RevokedAt,
        Profile = Profile,
        LastUsedAt = LastUsedAt,
    };
}

[JsonSerializable(typeof(TokenBody))]
internal sealed partial class TokenJson : JsonSerializerContext;
