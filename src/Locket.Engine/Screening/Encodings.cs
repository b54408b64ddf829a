using System.Globalization;
using System.Text;

namespace Locket.Engine.Screening;

/// <summary>Reads what a text holds in another writing: base64, hexadecimal, percent signs, entities, escapes, letters moved by thirteen, backwards.</summary>
internal static class Encodings
{
    private const int ShortestBase64 = 16;
    private const int ShortestHex = 16;
    private const int LeastEscapes = 3;
    private const int LongestEscape = 10;
    private const double LeastPrintable = 0.95;

    public static IEnumerable<string> Decoded(string text) =>
        Runs(text, letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/' or '-' or '_' or '=', ShortestBase64).Select(Base64)
            .Append(Hex(text)).Append(Escaped(text)).OfType<string>();

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

    private static IEnumerable<string> Runs(string text, Func<char, bool> isOf, int least)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && isOf(text[end]))
            {
                end++;
            }

            if (end - start >= least)
            {
                yield return text[start..end];
            }

            start = Math.Max(start, end);
        }
    }

    private static string? Base64(string run)
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
        var escapes = 0;
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var (code, length) = EscapeAt(text, at);
            escapes += length > 0 ? 1 : 0;
            if (length == 3)
            {
                bytes.Add((byte)code);
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([length > 0 ? (char)code : text[at]]));
            }

            at += Math.Max(0, length - 1);
        }

        return escapes >= LeastEscapes ? Encoding.UTF8.GetString([.. bytes]) : null;
    }

    private static (int Code, int Length) EscapeAt(string text, int at)
    {
        var left = text.AsSpan(at, Math.Min(LongestEscape, text.Length - at));

        return left switch
        {
            ['%', var high, var low, ..] when char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low) => (Convert.ToInt32($"{high}{low}", 16), 3),
            ['\\', 'u', _, _, _, _, ..] when int.TryParse(left.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) => (unit, 6),
            ['&', '#', 'x' or 'X', ..] when Entity(left, 3, NumberStyles.AllowHexSpecifier) is { Length: > 3 } hex => hex,
            ['&', '#', ..] when Entity(left, 2, NumberStyles.None) is { Length: > 3 } number => number,
            _ => (0, 0),
        };
    }

    private static (int Code, int Length) Entity(ReadOnlySpan<char> text, int start, NumberStyles style) =>
        text.IndexOf(';') is > 0 and < 10 and var end && int.TryParse(text[start..end], style, CultureInfo.InvariantCulture, out var code) && code is > 0 and <= char.MaxValue
            ? (code, end + 1)
            : (0, 0);

    private static string? Printable(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var shown = text.Count(letter => letter is not '\ufffd' && (!char.IsControl(letter) || letter is '\n' or '\t'));

        return text.Length > 0 && shown >= LeastPrintable * text.Length ? text : null;
    }
}
