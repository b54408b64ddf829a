using System.Text;

namespace Locket.Server.Peers;

/// <summary>One line <c>- [category] text #tag (context)</c>, as basic-memory writes what it knows about the thing of a note.</summary>
internal sealed record ObservationLine(string? Category, string Text, IReadOnlyList<string> Tags, string? Context)
{
    private const string TaskMarks = "xX-/>?!";

    /// <param name="line">A line of a note.</param>
    /// <param name="needsCategory">False under a heading that says that observations follow.</param>
    /// <returns>Null when it is none: a task, a link, a sentence.</returns>
    public static ObservationLine? Parse(string line, bool needsCategory)
    {
        if (line.Trim() is not ['-' or '*', ' ', .. var content])
        {
            return null;
        }

        content = content.Trim();
        string? category = null;
        if (content.StartsWith('['))
        {
            var end = content.IndexOf(']', StringComparison.Ordinal);
            if (end < 1 || end + 1 >= content.Length || content[end + 1] != ' ')
            {
                return null;
            }

            var mark = content[1..end];
            category = mark.Trim();
            if (mark == " " || (category.Length == 0 ? needsCategory : !IsCategory(category)))
            {
                return null;
            }

            content = content[(end + 1)..].Trim();
        }

        return (category is null or "" && needsCategory) || content.Length == 0 ? null : Of(category is "" ? null : category, content);
    }

    /// <summary>The line, which may be read back as something else: whoever writes it has to look.</summary>
    public string Write()
    {
        var line = new StringBuilder("- [").Append(Category).Append("] ").Append(Text);
        foreach (var tag in Tags.Where(tag => !TagsIn(Text).Contains(tag, StringComparer.Ordinal)))
        {
            line.Append(" #").Append(tag);
        }

        return Context is null ? line.ToString() : line.Append(" (").Append(Context).Append(')').ToString();
    }

    private static ObservationLine Of(string? category, string content)
    {
        string? context = null;
        if (content.EndsWith(')') && content.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var open)
        {
            var inside = content[(open + 2)..^1].Trim();
            if (inside.Length > 0 && !inside.AsSpan().ContainsAny('(', ')'))
            {
                (context, content) = (inside, content[..open].TrimEnd());
            }
        }

        return new ObservationLine(category, content[..EndOfText(content)], TagsIn(content), context);
    }

    // A clock value is what a transcript has in brackets, one mark is a task.
    private static bool IsCategory(string text) =>
        !text.AsSpan().ContainsAny('[', '(', ')') && !(text.Length == 1 && TaskMarks.Contains(text[0], StringComparison.Ordinal))
        && !text.All(letter => char.IsAsciiDigit(letter) || letter is ':' or '.' or ',' or ' ' or '-');

    // Where the tags begin that stand at the end, of which the first word is none.
    private static int EndOfText(string content)
    {
        var end = content.Length;
        while (content.AsSpan(0, end).LastIndexOf(' ') is > 0 and var space && TagOf(content[(space + 1)..end]) is not null)
        {
            end = content.AsSpan(0, space).TrimEnd().Length;
        }

        return end;
    }

    private static string[] TagsIn(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TagOf).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string? TagOf(string word) =>
        word is ['#', .. var tag] && tag.Length > 0 && tag.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '/' or ':' or '.') ? tag : null;
}
