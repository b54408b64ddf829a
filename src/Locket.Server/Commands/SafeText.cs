using System.Globalization;
using System.Text;

namespace Locket.Server.Commands;

/// <summary>
/// Text for a terminal. What others wrote must not move the cursor, change colours, type into the terminal or turn the
/// direction of what follows, so control characters (C0, C1, bidirectional, and those that cannot be seen) are shown as escapes.
/// </summary>
internal static class SafeText
{
    /// <param name="text">Anything.</param>
    /// <param name="keepLines">Whether line ends and tabs stay as they are.</param>
    public static string Escape(string text, bool keepLines)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPlain(rune, keepLines))
            {
                safe.Append(rune.ToString());
            }
            else if (rune.Value <= byte.MaxValue)
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x4}}}");
            }
        }

        return safe.ToString();
    }

    private static bool IsPlain(Rune rune, bool keepLines) => rune.Value is '\n' or '\t'
        ? keepLines
        : Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate);
}
