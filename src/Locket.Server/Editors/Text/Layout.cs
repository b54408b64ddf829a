namespace Locket.Server.Editors.Text;

/// <summary>How the one who wrote a text breaks and indents its lines, so that what is added looks like the rest.</summary>
/// <param name="NewLine">As at the nearest line before.</param>
/// <param name="Unit">One step of indentation.</param>
internal sealed record Layout(string NewLine, string Unit)
{
    private const string Usual = "  ";

    public static Layout Of(string text, JsonSpan? root, int near)
    {
        return new Layout(NewLineOf(text, near), root is null ? Usual : UnitOf(text, root) ?? Usual);
    }

    public static string NewLineOf(string text, int near)
    {
        var at = text.LastIndexOf('\n', Math.Max(0, near - 1), Math.Max(0, near));
        at = at < 0 ? text.IndexOf('\n', StringComparison.Ordinal) : at;

        return at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <summary>The white space at the beginning of the line.</summary>
    public static string IndentOf(string text, int at)
    {
        var line = LineStart(text, at);
        var end = line;
        while (end < at && text[end] is ' ' or '\t')
        {
            end++;
        }

        return text[line..end];
    }

    public static bool IsFirstInLine(string text, int at) => LineStart(text, at) + IndentOf(text, at).Length == at;

    // The first place where a member stands on a line of its own, deeper than what holds it.
    private static string? UnitOf(string text, JsonSpan span)
    {
        foreach (var item in span.Items)
        {
            var outer = IndentOf(text, span.Start);
            var inner = IndentOf(text, item.Start);
            if (IsFirstInLine(text, item.Start) && inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
            {
                return inner[outer.Length..];
            }

            if (item.Value.Items.Count > 0 && UnitOf(text, item.Value) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOfAny(['\n', '\r'], at - 1) + 1;
}
