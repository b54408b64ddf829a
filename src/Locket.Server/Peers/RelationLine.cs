namespace Locket.Server.Peers;

/// <summary>One line <c>- relation [[Target]] (context)</c>; a relation of several words stands in quotes.</summary>
internal sealed record RelationLine(string Relation, string Target, string? Context)
{
    /// <summary>What a link says that stands by itself in a list.</summary>
    public const string Relates = "relates_to";

    /// <summary>What a link says that stands in a sentence.</summary>
    public const string Links = "links_to";

    /// <param name="line">A line of a note.</param>
    /// <param name="takesWords">True under a heading that says that relations follow: there several words need no quotes.</param>
    /// <returns>Null when it is none.</returns>
    public static RelationLine? Parse(string line, bool takesWords)
    {
        if (line.Trim() is not ['-' or '*', ' ', .. var content])
        {
            return null;
        }

        var open = content.IndexOf("[[", StringComparison.Ordinal);
        var close = open < 0 ? -1 : content.IndexOf("]]", open, StringComparison.Ordinal);
        if (close < 0 || TargetOf(content[(open + 2)..close]) is not { } target)
        {
            return null;
        }

        var after = content[(close + 2)..].Trim();
        var context = after is ['(', .. var inside, ')'] && !inside.AsSpan().ContainsAny('(', ')') ? inside.Trim() : null;
        if (after.Length > 0 && context is null)
        {
            return null;
        }

        return Name(content[..open].Trim(), takesWords) is { } name ? new RelationLine(name, target, context) : null;
    }

    /// <returns>The targets of all links in a text.</returns>
    public static IEnumerable<string> LinksIn(string text)
    {
        // A line may be as long as a note, so nothing of it is looked through twice.
        var close = -1;
        for (var open = text.IndexOf("[[", StringComparison.Ordinal); open >= 0;)
        {
            close = close < open + 2 ? text.IndexOf("]]", open + 2, StringComparison.Ordinal) : close;
            if (close < 0)
            {
                yield break;
            }

            var next = text.IndexOf("[[", open + 2, StringComparison.Ordinal);
            if ((next < 0 || next > close) && TargetOf(text[(open + 2)..close]) is { } target)
            {
                yield return target;
            }

            open = next;
        }
    }

    /// <summary>The line, which may be read back as something else: whoever writes it has to look.</summary>
    public string Write()
    {
        var isWord = !Relation.Any(char.IsWhiteSpace) && Relation[0] is not ('"' or '\'' or '[');
        var quote = Relation.Contains('"', StringComparison.Ordinal) ? '\'' : '"';

        return isWord ? $"- {Relation} [[{Target}]]" : $"- {quote}{Relation}{quote} [[{Target}]]";
    }

    private static string? Name(string text, bool takesWords) => text switch
    {
        "" => Relates,
        ['"', _, .., '"'] or ['\'', _, .., '\''] => text[1..^1].Trim() is { Length: > 0 } name ? name : null,
        _ => takesWords || !text.Any(char.IsWhiteSpace) ? text : null,
    };

    // [[Target|as it is shown]]
    private static string? TargetOf(string inside)
    {
        var name = inside.Split('|', 2)[0].Trim();

        return name.Length == 0 || name.Contains('[', StringComparison.Ordinal) || name.Contains('\n', StringComparison.Ordinal) ? null : name;
    }
}
