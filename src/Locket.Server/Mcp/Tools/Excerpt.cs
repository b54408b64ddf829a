namespace Locket.Server.Mcp.Tools;

/// <summary>The part of a text that answers a query: the stretch in which most of its words stand.</summary>
internal static class Excerpt
{
    public const int Length = 240;
    private const int Step = 40;
    private const int ShortestWord = 3;

    public static string Of(string text, string query)
    {
        if (text.Length <= Length)
        {
            return text;
        }

        var words = query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('?', '!', '.', ',', ';', ':', '"', '\''))
            .Where(word => word.Length >= ShortestWord)
            .ToList();
        var start = Enumerable.Range(0, ((text.Length - Length) / Step) + 1)
            .Select(step => step * Step)
            .MaxBy(at => words.Count(word => text.AsSpan(at, Length).Contains(word, StringComparison.OrdinalIgnoreCase)));

        return Cut(text, start, Math.Min(start + Length, text.Length));
    }

    // A cut through a surrogate pair would leave half a character at the edge.
    private static string Cut(string text, int start, int end)
    {
        start += start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;

        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }
}
