namespace Locket.Server.Peers;

/// <summary>Marks at the beginning of a line of Markdown that change what the lines after it mean.</summary>
internal static class NoteMarks
{
    /// <returns>The words of a heading; null for another line.</returns>
    public static string? HeadingOf(string line)
    {
        var level = line.Length - line.AsSpan().TrimStart('#').Length;

        return level is >= 1 and <= 6 && line.Length > level && line[level] == ' ' && line[level..].Trim() is { Length: > 0 } heading ? heading : null;
    }

    /// <returns>The mark that begins or ends a block of code; empty for another line.</returns>
    public static string FenceOf(string line)
    {
        var bare = line.TrimStart();
        var mark = bare.StartsWith("```", StringComparison.Ordinal) ? '`' : bare.StartsWith("~~~", StringComparison.Ordinal) ? '~' : '\0';

        return mark == '\0' ? "" : new string(mark, bare.Length - bare.AsSpan().TrimStart(mark).Length);
    }
}
