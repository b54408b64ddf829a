using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Locket.Engine.Text;

/// <summary>
/// What a text is known by that is the same whatever its case and the spaces around it: SHA-256 of it in small letters. Its first
/// eight bytes are the mark by which an index finds it; a mark may belong to several texts, so a hit is always compared in full.
/// </summary>
public static class TextHash
{
    private const int MarkDigits = 16;

    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(string text) => Convert.ToHexStringLower(Bytes(text));

    public static long MarkOf(string text) => BinaryPrimitives.ReadInt64BigEndian(Bytes(text));

    /// <returns>False where it is no such hash, so that nothing has it.</returns>
    public static bool TryReadMark([NotNullWhen(true)] string? hash, out long mark)
    {
        mark = 0;

        return hash is { Length: 2 * SHA256.HashSizeInBytes }
            && long.TryParse(hash.AsSpan(0, MarkDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mark);
    }

    private static byte[] Bytes(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant()));
}
