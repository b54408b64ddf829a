using System.Globalization;

namespace Locket.Server.Mcp.Profiles.AnthropicMemory;

/// <summary>The two edits, from one content to the next. Pure: the same content and arguments give the same answer, also to a replay.</summary>
internal static class FileEdit
{
    private const int Around = 2;

    /// <summary>Puts a text in the place of another that stands there exactly once.</summary>
    /// <param name="problem">Why it cannot be done, where it cannot.</param>
    public static string? Replace(string content, string path, string old, string replacement, out string? problem)
    {
        var found = Places(content, old);
        problem = found.Count switch
        {
            0 => $"No replacement was performed, old_str `{old}` did not appear verbatim in {path}.",
            1 => null,
            _ => $"No replacement was performed. Multiple occurrences of old_str `{old}` in lines: {Lines(content, found)}. Please ensure it is unique",
        };

        return problem is null ? string.Concat(content.AsSpan(0, found[0]), replacement, content.AsSpan(found[0] + old.Length)) : null;
    }

    /// <summary>What was replaced with two lines around it, as it stands now.</summary>
    public static string Snippet(string before, string after, string old, string replacement)
    {
        var line = LineOf(before, before.IndexOf(old, StringComparison.Ordinal));
        var last = line + replacement.Count(letter => letter == '\n');

        return FileView.Numbered(after.Split('\n'), Math.Max(1, line - Around), last + Around);
    }

    /// <summary>Puts lines after one of the file, or with 0 before the first.</summary>
    public static string? Insert(string content, int line, string text, out string? problem)
    {
        var lines = content.Split('\n').ToList();
        if (line < 0 || line > lines.Count)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"Invalid `insert_line` parameter: {line}. It should be within the range [0, {lines.Count}].");
            return null;
        }

        problem = null;
        lines.Insert(line, text.EndsWith('\n') ? text[..^1] : text);

        return string.Join('\n', lines);
    }

    private static List<int> Places(string content, string old)
    {
        var found = new List<int>();
        for (var at = content.IndexOf(old, StringComparison.Ordinal); at >= 0; at = content.IndexOf(old, at + 1, StringComparison.Ordinal))
        {
            found.Add(at);
        }

        return found;
    }

    private static string Lines(string content, List<int> places) =>
        string.Join(", ", places.Select(place => LineOf(content, place)).Distinct().Select(line => line.ToString(CultureInfo.InvariantCulture)));

    private static int LineOf(string content, int place) => 1 + content.AsSpan(0, place).Count('\n');
}
