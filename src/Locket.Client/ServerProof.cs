using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Locket.Client;

/// <summary>
/// What client and server say to each other before a token goes over a connection that nothing else vouches for. Both know the
/// token, so both can make a key of it; neither sends it. The client goes first, so that a stranger who asks learns nothing that a
/// guess could be tried on; the server's answer holds where it was reached, so that a relay to it proves nothing.
/// </summary>
internal static class ServerProof
{
    public const string Path = "v1/proof";
    public const int NonceLength = 32;

    /// <summary>How the session token is named, which has no public id.</summary>
    public const string SessionId = "session";

    /// <summary>Where a server was reached through its unix socket.</summary>
    public const string Socket = "unix";

    private const string NamedPrefix = "lkt_";
    private const int PublicIdLength = 12;

    /// <returns>The public id of a named token; it stands in logs and lists and is no secret.</returns>
    public static string IdOf(string token) =>
        token.StartsWith(NamedPrefix, StringComparison.Ordinal) && token.IndexOf('_', NamedPrefix.Length) == NamedPrefix.Length + PublicIdLength
            ? token.Substring(NamedPrefix.Length, PublicIdLength)
            : SessionId;

    /// <summary>The server derives the same from the hash that it keeps.</summary>
    public static byte[] KeyOf(string token) =>
        HKDF.Expand(HashAlgorithmName.SHA256, SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashSizeInBytes, "locket proof"u8.ToArray());

    public static byte[] OfClient(byte[] key, ReadOnlySpan<byte> nonce) => HMACSHA256.HashData(key, (byte[])[.. "client"u8, .. nonce]);

    /// <summary>The address is where the server was reached, as it sees that itself.</summary>
    public static byte[] OfServer(byte[] key, ReadOnlySpan<byte> nonce, string address) =>
        HMACSHA256.HashData(key, (byte[])[.. "server"u8, .. nonce, .. Encoding.UTF8.GetBytes(address)]);

    /// <returns>The bytes, or null where the text does not stand for exactly 32.</returns>
    public static byte[]? Read(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text) is { Length: NonceLength } bytes ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <param name="Token">Which token is meant: a public id, or <c>session</c>.</param>
/// <param name="Nonce">32 random bytes in base64url.</param>
/// <param name="Proof">That the client knows it, in base64url.</param>
internal sealed record ProofRequest(string Token, string Nonce, string Proof);

/// <param name="Address">Where the server was reached.</param>
/// <param name="Proof">That the server knows the token and was reached there.</param>
internal sealed record ProofAnswer(string Address, string Proof);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(ProofRequest))]
[JsonSerializable(typeof(ProofAnswer))]
internal sealed partial class ProofJson : JsonSerializerContext;
