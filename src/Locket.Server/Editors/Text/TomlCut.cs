using Tomlyn.Syntax;

namespace Locket.Server.Editors.Text;

/// <summary>Cuts a table out of a TOML text: from its heading to its last value, with the empty line before it.</summary>
internal static class TomlCut
{
    public static string Table(string text, TableSyntaxBase table)
    {
        var bracket = table.OpenBracket!.Span.Offset;
        var start = bracket - Layout.IndentOf(text, bracket).Length;
        var last = table.Items.LastOrDefault() is { } value ? value.Value!.Span.Offset + value.Value.Span.Length : table.CloseBracket!.Span.Offset + 1;

        return text[..EmptyLineBefore(text, start)] + text[LineAfter(text, last)..];
    }

    // The comment at the end of the last line belongs to it; comments on lines of their own are somebody's.
    private static int LineAfter(string text, int at)
    {
        var end = text.IndexOf('\n', at);

        return end < 0 ? text.Length : end + 1;
    }

    private static int EmptyLineBefore(string text, int start)
    {
        var before = text.AsSpan(0, start);

        return before.EndsWith("\n\r\n", StringComparison.Ordinal) ? start - 2
            : before.EndsWith("\n\n", StringComparison.Ordinal) ? start - 1
            : start;
    }
}
