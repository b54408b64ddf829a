using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Engine.Tokens;

/// <summary>
/// Making and reading secrets. A named one looks like <c>lkt_PUBLICID1234_SECRET…CRC32x</c>: a prefix and a checksum, so
/// that secret scanners find it and a typing error is told from a wrong token without a lookup.
/// </summary>
public static class AccessToken
{
    public const string Prefix = "lkt_";
    public const int PublicIdLength = 12;

    /// <summary>43 characters of 62: 256 bits.</summary>
    public const int SecretLength = 43;
    private const int SessionBytes = 32;
    private const int LeastBits = 128;
    private const int LeastLetters = 8;
    private const int BitsOfHex = 4;
    private const int BitsOfOther = 6;
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 4 + PublicIdLength + 1 + SecretLength + TokenChecksum.Length;

    /// <summary>43 base64url characters: 256 random bits.</summary>
    public static string NewSession() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SessionBytes));

    public static string NewPublicId() => RandomNumberGenerator.GetString(Letters, PublicIdLength);

    /// <summary>A whole named token under a public id.</summary>
    public static string NewNamed(string publicId)
    {
        var body = $"{Prefix}{publicId}_{RandomNumberGenerator.GetString(Letters, SecretLength)}";

        return body + TokenChecksum.Of(body);
    }

    /// <returns>The public id, or null when this is no named token: wrong form or wrong checksum.</returns>
    public static string? PublicIdOf(string secret)
    {
        if (secret.Length != Length || !secret.StartsWith(Prefix, StringComparison.Ordinal) || secret[Prefix.Length + PublicIdLength] != '_')
        {
            return null;
        }

        return TokenChecksum.IsAt(secret)
            ? secret.Substring(Prefix.Length, PublicIdLength)
            : null;
    }

    /// <summary>SHA-256 of the whole secret. A plain hash is enough for 256 random bits (NIST SP 800-63B §5.1.1.2).</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Refuses a secret that an operator chose and that could be guessed.</summary>
    /// <returns>The secret.</returns>
    /// <exception cref="RefusalException">
    /// It is not printable ASCII, uses fewer than 8 different characters, or is too short to hold 128 bits: 4 bits a
    /// character when all are hexadecimal digits, 6 otherwise.
    /// </exception>
    public static string DemandStrong(string secret)
    {
        var isPlain = secret.All(letter => letter is > ' ' and < (char)127);
        var bits = secret.Length * (secret.All(char.IsAsciiHexDigit) ? BitsOfHex : BitsOfOther);

        return isPlain && bits >= LeastBits && secret.Distinct().Count() >= LeastLetters
            ? secret
            : throw RefusalException.Invalid("MCP_MEMORY_TOKEN must be printable ASCII and hold at least 128 bits, such as 32 random hexadecimal digits");
    }
}
