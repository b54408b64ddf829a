using System.Globalization;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>One Markdown note under way from its first line to its last.</summary>
internal sealed class MarkdownNote
{
    /// <summary>Bytes of plain text in one memory: about what fits on a screen, so that a search finds the place and not the book.</summary>
    public const int SectionBytes = 2_000;

    private readonly string _file;
    private readonly string _title;
    private readonly string[] _lines;
    private readonly Frontmatter _head;
    private readonly HashSet<string> _edges = new(StringComparer.Ordinal);
    private readonly List<string> _section = [];
    private string? _heading;
    private int _sectionLine;
    private int _at;

    private MarkdownNote(string file, string text)
    {
        _file = file;
        _lines = text.Split('\n');
        _head = Frontmatter.Of(_lines);
        _title = Fit.Name(_head["title"]) ?? Fit.Name(FirstHeading()) ?? Fit.Name(Path.GetFileNameWithoutExtension(file)) ?? "note";
    }

    /// <summary>When it was written, as far as its head says.</summary>
    private DateTimeOffset? Written => (_head["created"] ?? _head["created_at"] ?? _head["date"]) is { } text ? JsonField.Time(text) : null;

    public static IEnumerable<Found> Read(string file, string text) => new MarkdownNote(file, text).Read();

    /// <summary>An observation as a memory. The writer asks this too, to see whether a line says all that it is to say.</summary>
    public static PeerMemory MemoryOf(string title, ObservationLine line, DateTimeOffset? written, IReadOnlyList<string> noteTags)
    {
        var kind = line.Category ?? Engine.Memories.MemoryDraft.DefaultKind;

        return new PeerMemory
        {
            Format = PeerFormats.Markdown,
            Key = string.Create(CultureInfo.InvariantCulture, $"{title.Length}:{title}[{kind}]{line.Text}"),
            Text = line.Text,
            Kind = kind,
            Tags = [.. line.Tags, .. noteTags],
            About = [title],
            OccurredAt = written,
            CreatedAt = written,
            Metadata = line.Context is null ? [] : [KeyValuePair.Create("context", Text(line.Context))],
        };
    }

    private IEnumerable<Found> Read()
    {
        if (Fit.Label(_head["type"]) is { } type)
        {
            yield return new FoundEntity(At(0), _title, type);
        }

        var fence = "";
        for (_at = _head.Lines; _at < _lines.Length; _at++)
        {
            var line = _lines[_at].TrimEnd();
            var mark = FenceOf(line);
            if (fence.Length > 0 || mark.Length > 0)
            {
                // Inside a block of code nothing means anything.
                fence = fence.Length == 0 ? mark : mark.StartsWith(fence, StringComparison.Ordinal) ? "" : fence;
                Keep(line);
                continue;
            }

            foreach (var found in Take(line))
            {
                yield return found;
            }
        }

        foreach (var found in Section())
        {
            yield return found;
        }
    }

    private IEnumerable<Found> Take(string line)
    {
        var isRelations = _heading?.StartsWith("relation", StringComparison.OrdinalIgnoreCase) == true;
        var isObservations = _heading?.StartsWith("observation", StringComparison.OrdinalIgnoreCase) == true;
        if (NoteBlock.Begin(line) is { } block)
        {
            return [.. Section(), Block(block.Number, block.Json)];
        }

        if (NoteBlock.Relation(line) is { } written)
        {
            return Edge(written);
        }

        if (HeadingOf(line) is { } heading)
        {
            var before = Section().ToArray();
            _heading = heading;
            if (heading != _title)
            {
                Keep(line);
            }

            return before;
        }

        if (RelationLine.Parse(line, isRelations) is { } relation)
        {
            return [.. Section(), .. Edge(relation)];
        }

        if (ObservationLine.Parse(line, needsCategory: !isObservations) is { } observation)
        {
            var found = new FoundMemory(At(_at), MemoryOf(_title, observation, Written, _head.List("tags")));

            return [.. Section(), found, .. Links(observation.Text)];
        }

        Keep(line);

        return Links(line);
    }

    private Found Block(string number, string json)
    {
        var (start, end) = (_at, NoteBlock.End(number));
        var text = new List<string>();
        while (++_at < _lines.Length)
        {
            if (_lines[_at].TrimEnd() == end)
            {
                return Block(At(start), json, string.Join('\n', text));
            }

            text.Add(_lines[_at]);
        }

        _at = start;

        return new FoundFault(At(start), "the memory that begins here does not end");
    }

    private static Found Block(string at, string json, string text)
    {
        try
        {
            return new FoundLine(at, NoteBlock.Line(json, text));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return new FoundFault(at, "what stands with this memory is not a JSON object");
        }
    }

    private IEnumerable<Found> Edge(RelationLine line)
    {
        if (Fit.Label(line.Relation) is { } name && Fit.Name(line.Target) is { } target && _edges.Add($"{name}\n{target}"))
        {
            yield return new FoundRelation(At(_at), _title, name, target);
        }

        if (line.Context is not null)
        {
            yield return new FoundNote(At(_at), "a relation has no place for the words in brackets; they are left out");
        }
    }

    private IEnumerable<Found> Links(string text) =>
        RelationLine.LinksIn(text).SelectMany(target => Edge(new RelationLine(RelationLine.Links, target, Context: null)));

    private void Keep(string line)
    {
        if (_section.Count == 0)
        {
            _sectionLine = _at;
        }

        _section.Add(line);
    }

    // What stood between the last heading, observation or relation and here.
    private IEnumerable<Found> Section()
    {
        var text = string.Join('\n', _section).Trim('\n');
        var isEmpty = _section.All(line => string.IsNullOrWhiteSpace(line) || HeadingOf(line) is not null);
        var line = _sectionLine;
        _section.Clear();
        if (isEmpty)
        {
            yield break;
        }

        foreach (var part in LongText.Cut(text, SectionBytes))
        {
            yield return new FoundMemory(At(line), new PeerMemory
            {
                Format = PeerFormats.Markdown,
                Key = string.Create(CultureInfo.InvariantCulture, $"{_title.Length}:{_title}{part}"),
                Text = part,
                Tags = _head.List("tags"),
                About = [_title],
                OccurredAt = Written,
                CreatedAt = Written,
                Metadata = _heading is null || _heading == _title ? [] : [KeyValuePair.Create("heading", Text(_heading))],
            });
        }
    }

    private string? FirstHeading() => _lines.Skip(_head.Lines).Select(HeadingOf).FirstOrDefault(heading => heading is not null);

    private static string? HeadingOf(string line)
    {
        var level = line.Length - line.AsSpan().TrimStart('#').Length;

        return level is >= 1 and <= 6 && line.Length > level && line[level] == ' ' && line[level..].Trim() is { Length: > 0 } heading ? heading : null;
    }

    private static string FenceOf(string line)
    {
        var bare = line.TrimStart();
        var mark = bare.StartsWith("```", StringComparison.Ordinal) ? '`' : bare.StartsWith("~~~", StringComparison.Ordinal) ? '~' : '\0';

        return mark == '\0' ? "" : new string(mark, bare.Length - bare.AsSpan().TrimStart(mark).Length);
    }

    private string At(int line) => string.Create(CultureInfo.InvariantCulture, $"{_file} line {line + 1}");

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, NoteJson.Default.String);
}
