using System.Text;

namespace Locket.Engine.Text;

/// <summary>Questions about strings that came from outside, and forms in which they may be shown.</summary>
public static class PlainText
{
    private const string Cut = "…";

    /// <summary>False when a surrogate stands alone: such a string cannot be written as UTF-8 and read back.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    /// <summary>Controls, and the two separators of Unicode at which a reader begins a new line: a name with one in it would look like several.</summary>
    public static bool IsControl(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029';

    public static bool HasControl(string text) => text.Any(IsControl);

    /// <summary>The words in one line: what stands there cannot look like several lines, nor like a heading.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>At most so many bytes of UTF-8, cut between two characters, with an ellipsis where something was cut off.</summary>
    public static string Shortened(string text, long bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var left = bytes - Encoding.UTF8.GetByteCount(Cut);
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return text[..end] + Cut;
    }
}
