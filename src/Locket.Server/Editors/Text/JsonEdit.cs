using System.Text.Json.Nodes;

namespace Locket.Server.Editors.Text;

/// <summary>
/// Adds one item to a JSON text, or takes one out. Taking out undoes adding: the comma that was added goes, the line that was added
/// goes, and what others wrote around it, their comments too, stays.
/// </summary>
internal static class JsonEdit
{
    /// <summary>A whole document around one member, for a text that holds nothing yet.</summary>
    public static string Begin(string text, string key, JsonNode value)
    {
        var layout = Layout.Of(text, root: null, text.Length);
        var document = JsonPrint.Of(new JsonObject { [key] = value.DeepClone() }, layout, "") + layout.NewLine;
        var needsLine = text.Length > 0 && text[^1] is not ('\n' or '\r') && JsonGap.Between(text, 0, text.Length).Tail > 0;

        return text + (needsLine ? layout.NewLine : "") + document;
    }

    /// <param name="key">Null for an element of an array.</param>
    public static string Add(string text, JsonSpan root, JsonSpan container, string? key, JsonNode value)
    {
        var layout = Layout.Of(text, root, container.Close);

        return container.Items.Count > 0
            ? AddAfterLast(text, layout, container, key, value)
            : AddFirst(text, layout, root, container, key, value);
    }

    public static string Replace(string text, JsonSpan root, JsonSpan old, JsonNode value)
    {
        var layout = Layout.Of(text, root, old.Start);
        var isOneLine = !text.Contains('\n', StringComparison.Ordinal);
        var printed = JsonPrint.Of(value, layout, isOneLine ? null : Layout.IndentOf(text, old.Start));

        return text[..old.Start] + printed + text[old.End..];
    }

    public static string Remove(string text, JsonSpan container, int index)
    {
        var item = container.Items[index];
        var isLast = index == container.Items.Count - 1;
        var after = JsonGap.Between(text, item.Value.End, isLast ? container.Close : container.Items[index + 1].Start);
        var end = after.Comma + 1 ?? item.Value.End;

        var open = container.Start + 1;
        var from = index == 0 ? open : container.Items[index - 1].Value.End;
        var before = JsonGap.Between(text, from, item.Start);
        var start = before.Tail;
        if (before.EndsInLineComment && !BeginsWithLineEnd(text, end))
        {
            start = text.IndexOf('\n', start) + 1;
        }

        var kept = text[..start] + text[end..];

        // Where ours was the last without a comma after it, the comma before it came with it.
        return isLast && after.Comma is null && index > 0 && before.Comma is { } comma ? kept.Remove(comma, 1) : kept;
    }

    private static string AddAfterLast(string text, Layout layout, JsonSpan container, string? key, JsonNode value)
    {
        var last = container.Items[^1];
        var gap = JsonGap.Between(text, last.Value.End, container.Close);
        var isLines = text.AsSpan(gap.Tail, container.Close - gap.Tail).Contains('\n');
        var indent = Layout.IndentOf(text, last.Start);
        indent = Layout.IsFirstInLine(text, last.Start) ? indent : Layout.IndentOf(text, container.Start) + layout.Unit;
        var added = isLines
            ? layout.NewLine + indent + Item(key, value, layout, indent)
            : " " + Item(key, value, layout, indent: null);

        // A trailing comma before ours becomes a trailing comma after it.
        return text[..last.Value.End]
            + (gap.Comma is null ? "," : "")
            + text[last.Value.End..gap.Tail]
            + added
            + (gap.Comma is null ? "" : ",")
            + text[gap.Tail..];
    }

    private static string AddFirst(string text, Layout layout, JsonSpan root, JsonSpan container, string? key, JsonNode value)
    {
        var tail = JsonGap.Between(text, container.Start + 1, container.Close).Tail;
        var outer = Layout.IndentOf(text, container.Start);
        if (text.AsSpan(tail, container.Close - tail).Contains('\n'))
        {
            outer = Layout.IndentOf(text, container.Close);
            return text.Insert(tail, layout.NewLine + outer + layout.Unit + Item(key, value, layout, outer + layout.Unit));
        }

        var isOneLine = root.Items.Count > 0 && !text.AsSpan(root.Start, root.End - root.Start).Contains('\n');
        var added = isOneLine
            ? Item(key, value, layout, indent: null)
            : layout.NewLine + outer + layout.Unit + Item(key, value, layout, outer + layout.Unit) + layout.NewLine + outer;

        return text.Insert(tail, added);
    }

    private static string Item(string? key, JsonNode value, Layout layout, string? indent) =>
        (key is null ? "" : JsonPrint.Quoted(key) + ": ") + JsonPrint.Of(value, layout, indent);

    private static bool BeginsWithLineEnd(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at >= text.Length || text[at] is '\r' or '\n';
    }
}
