using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Locket.Engine.Screening;

/// <summary>Reads what a text holds in another writing: base64, hexadecimal, percent signs, entities, escapes, letters moved by thirteen, backwards.</summary>
internal static class Encodings
{
    private const int ShortestBase64 = 16;
    private const int ShortestHex = 16;
    private const int LeastEscapes = 3;
    private const double LeastPrintable = 0.95;
    private static readonly SearchValues<char> Base64Letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/-_=");

    /// <returns>One text for each writing that there is, so that none is hidden behind many pieces of another.</returns>
    public static IEnumerable<string> Decoded(string text) => new[] { Hex(text), Escaped(text), Base64(text) }.OfType<string>();

    public static string Moved(string text) => string.Create(text.Length, text, static (letters, source) =>
    {
        for (var at = 0; at < letters.Length; at++)
        {
            letters[at] = source[at] switch
            {
                >= 'a' and <= 'z' and var small => (char)('a' + ((small - 'a' + 13) % 26)),
                >= 'A' and <= 'Z' and var large => (char)('A' + ((large - 'A' + 13) % 26)),
                var other => other,
            };
        }
    });

    public static string Backwards(string text)
    {
        var letters = text.ToCharArray();
        Array.Reverse(letters);

        return new string(letters);
    }

    private static string? Base64(string text)
    {
        var pieces = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = text.AsSpan(at).IndexOfAnyExcept(Base64Letters);
            length = length < 0 ? text.Length - at : length;
            if (length >= ShortestBase64 && OfRun(text.Substring(at, length)) is { } piece)
            {
                pieces.Add(piece);
            }

            at += length + 1;
        }

        return pieces.Count > 0 ? string.Join('\n', pieces) : null;
    }

    private static string? OfRun(string run)
    {
        var plain = run.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        plain = plain.Length % 4 == 1 ? plain[..^1] : plain;
        var bytes = new byte[plain.Length];

        return Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var length) ? Printable(bytes.AsSpan(0, length)) : null;
    }

    private static string? Hex(string text)
    {
        // Pairs may have spaces, colons or "\x" between them.
        var digits = new StringBuilder();
        foreach (var run in text.Replace("\\x", " ", StringComparison.Ordinal).Replace("0x", " ", StringComparison.Ordinal).Split([' ', ',', ':', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (run.Length % 2 == 0 && run.All(char.IsAsciiHexDigit) && (run.Length == 2 || run.Length >= ShortestHex))
            {
                digits.Append(run);
            }
        }

        return digits.Length >= ShortestHex ? Printable(Convert.FromHexString(digits.ToString())) : null;
    }

    private static string? Escaped(string text)
    {
        var signs = text.AsSpan();
        if (signs.Count('%') + signs.Count("&") + signs.Count("\\u") < LeastEscapes)
        {
            return null;
        }

        var plain = Units(WebUtility.HtmlDecode(Uri.UnescapeDataString(text)));

        return string.Equals(plain, text, StringComparison.Ordinal) ? null : plain;
    }

    // "\u0041", as JSON and many languages write a unit of UTF-16.
    private static string Units(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text.AsSpan(at).StartsWith("\\u") && at + 6 <= text.Length
                && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                plain.Append((char)unit);
                at += 5;
            }
            else
            {
                plain.Append(text[at]);
            }
        }

        return plain.ToString();
    }

    private static string? Printable(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var shown = text.Count(letter => letter is not '\ufffd' && (!char.IsControl(letter) || letter is '\n' or '\t'));

        return text.Length > 0 && shown >= LeastPrintable * text.Length ? text : null;
    }
}
