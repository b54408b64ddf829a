namespace Locket.Client.Views;

/// <summary>The part of a text around the first word of a question that occurs in it; the beginning when none does.</summary>
internal static class Snippet
{
    public const int Length = 240;

    /// <summary>How many characters stand before the word that was found.</summary>
    private const int Lead = 60;

    /// <summary>Words shorter than this occur in every text and say nothing about where the answer is.</summary>
    private const int ShortestWord = 3;

    public static string Of(string text, string? query)
    {
        if (text.Length <= Length)
        {
            return text;
        }

        var start = Math.Clamp(At(text, query) - Lead, 0, text.Length - Length);
        var end = start + Length;

        // Half of a surrogate pair is not text.
        if (start > 0 && char.IsLowSurrogate(text[start]))
        {
            start++;
        }

        if (end < text.Length && char.IsLowSurrogate(text[end]))
        {
            end--;
        }

        return $"{(start > 0 ? "…" : "")}{text[start..end]}{(end < text.Length ? "…" : "")}";
    }

    private static int At(string text, string? query)
    {
        foreach (var word in (query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = word.Length < ShortestWord ? -1 : text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                return at;
            }
        }

        return 0;
    }
}
