using Locket.Engine.Memories;
using Locket.Engine.Text;

namespace Locket.AgentFramework.Quoting;

/// <summary>What a model or a user wrote, made into what a server takes.</summary>
internal static class Messages
{
    /// <summary>A surrogate that stands alone cannot be stored; it becomes the replacement character.</summary>
    public static string WellFormed(string text) => PlainText.IsWellFormed(text) ? text : string.Concat(text.EnumerateRunes());

    /// <summary>A name in one line within the limit, or null when nothing is left of it.</summary>
    public static string? Name(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var plain = string.Concat(WellFormed(name).Where(letter => !PlainText.IsControl(letter))).Trim();
        var length = Math.Min(plain.Length, Limits.Name);
        length -= length < plain.Length && char.IsLowSurrogate(plain[length]) ? 1 : 0;

        return length == 0 ? null : plain[..length].TrimEnd();
    }

    /// <summary>The text in parts that one memory can hold.</summary>
    public static IEnumerable<string> Pieces(string text, int mostBytes)
    {
        var rest = WellFormed(text);
        while (rest.Length > 0)
        {
            var length = Fitting(rest, mostBytes);
            yield return rest[..length];
            rest = rest[length..];
        }
    }

    // Cut at the end of a line where one is in the second half, else between two characters.
    private static int Fitting(string text, int mostBytes)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > mostBytes)
            {
                var line = text.AsSpan(0, length).LastIndexOf('\n') + 1;

                return line > length / 2 ? line : length;
            }

            length += rune.Utf16SequenceLength;
        }

        return text.Length;
    }
}
