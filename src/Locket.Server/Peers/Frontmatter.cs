using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// The head of a Markdown note: the part of YAML that such heads are written in, which is names with a text or a list of texts. Nothing
/// else of YAML is understood, so nothing of what makes it dangerous (anchors, tags, documents) either.
/// </summary>
internal sealed class Frontmatter
{
    private const string Fence = "---";
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many lines of the note it takes up; 0 where there is none.</summary>
    public int Lines { get; private init; }

    public string? this[string name] => _values.TryGetValue(name, out var values) && values is [{ Length: > 0 } first, ..] ? first : null;

    public IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <param name="lines">The whole note.</param>
    public static Frontmatter Of(IReadOnlyList<string> lines)
    {
        var end = lines.Count > 0 && lines[0].TrimEnd() == Fence ? End(lines) : 0;
        var head = new Frontmatter { Lines = end };
        string? name = null;
        foreach (var line in lines.Take(Math.Max(0, end - 1)).Skip(1).Select(line => line.TrimEnd()))
        {
            name = head.Take(line, name);
        }

        return head;
    }

    /// <summary>Writes a text so that it is read back as it was.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, NoteJson.Default.String);

    private static int End(IReadOnlyList<string> lines)
    {
        for (var at = 1; at < lines.Count; at++)
        {
            if (lines[at].TrimEnd() is Fence or "...")
            {
                return at + 1;
            }
        }

        return 0;
    }

    private string? Take(string line, string? name)
    {
        if (line.TrimStart() is ['-', ' ', ..] item)
        {
            if (name is not null)
            {
                _values[name].Add(Value(item[2..]));
            }

            return name;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || char.IsWhiteSpace(line[0]) || line[0] == '#')
        {
            return name;
        }

        name = line[..colon].Trim();
        var rest = line[(colon + 1)..].Trim();
        _values[name] = rest switch
        {
            "" => [],
            ['[', .. var inside, ']'] => [.. inside.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Value)],
            _ => [Value(rest)],
        };

        return name;
    }

    private static string Value(string text)
    {
        text = text.Trim();
        if (text is ['\'', .. var single, '\''])
        {
            return single.Replace("''", "'", StringComparison.Ordinal);
        }

        if (text is not ['"', _, ..])
        {
            return text;
        }

        try
        {
            return JsonSerializer.Deserialize(text, NoteJson.Default.String) ?? "";
        }
        catch (JsonException)
        {
            return text.Trim('"');
        }
    }
}
