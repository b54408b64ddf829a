using System.Text;

namespace Locket.Engine.Text;

/// <summary>The checksum at the end of a token, as GitHub's tokens and ours have it: a CRC-32 in six digits of base 62.</summary>
internal static class TokenChecksum
{
    public const int Length = 6;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Of(string body)
    {
        var value = Crc32(Encoding.ASCII.GetBytes(body));
        var digits = new char[Length];
        for (var at = Length - 1; at >= 0; at--)
        {
            digits[at] = Digits[(int)(value % (uint)Digits.Length)];
            value /= (uint)Digits.Length;
        }

        return new string(digits);
    }

    /// <summary>Whether a text ends with the checksum of what stands before it.</summary>
    public static bool IsAt(string text) => text.Length > Length && text[^Length..] == Of(text[..^Length]);

    // CRC-32 of ISO 3309 (reflected, 0xEDB88320).
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var octet in bytes)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
