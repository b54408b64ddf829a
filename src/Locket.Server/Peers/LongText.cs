using System.Text;

namespace Locket.Server.Peers;

/// <summary>Cuts a text that is too long for one memory where a reader would: between paragraphs, else lines, else words.</summary>
internal static class LongText
{
    private static readonly string[] Seams = ["\n\n", "\n", ". ", " "];

    /// <param name="text">Well-formed text.</param>
    /// <param name="mostBytes">Of UTF-8, in each part.</param>
    /// <returns>Parts in order; the text itself where it fits.</returns>
    public static IReadOnlyList<string> Cut(string text, int mostBytes)
    {
        if (!IsLonger(text, mostBytes))
        {
            return [text];
        }

        var parts = new List<string>();
        var rest = text.AsSpan();
        while (IsLonger(rest, mostBytes))
        {
            var length = Length(rest, mostBytes);
            Add(parts, rest[..length]);
            rest = rest[length..];
        }

        Add(parts, rest);

        return parts;
    }

    // A character has at least one byte, so what has more characters than that need not be counted: the rest may be a whole book.
    private static bool IsLonger(ReadOnlySpan<char> text, int bytes) => text.Length > bytes || Encoding.UTF8.GetByteCount(text) > bytes;

    private static void Add(List<string> parts, ReadOnlySpan<char> part)
    {
        if (!part.IsWhiteSpace())
        {
            parts.Add(part.Trim('\n').ToString());
        }
    }

    private static int Length(ReadOnlySpan<char> text, int mostBytes)
    {
        var fits = Fits(text, mostBytes);
        foreach (var seam in Seams)
        {
            // A seam in the first half would make many small parts.
            var at = text[..fits].LastIndexOf(seam, StringComparison.Ordinal);
            if (at > fits / 2)
            {
                return at + seam.Length;
            }
        }

        return fits;
    }

    // The most characters that fit: no half of a pair at the end.
    private static int Fits(ReadOnlySpan<char> text, int mostBytes)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > mostBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}
