using System.Globalization;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>One Markdown note under way from its first line to its last.</summary>
internal sealed class MarkdownNote
{
    private readonly string _file;
    private readonly string _title;
    private readonly string[] _lines;
    private readonly Frontmatter _head;
    private readonly IReadOnlyList<string> _tags;
    private readonly HashSet<string> _edges = new(StringComparer.Ordinal);
    private readonly NoteSection _section;
    private Dictionary<string, int>? _ends;
    private int _at;

    private MarkdownNote(string file, string text)
    {
        _file = file;
        _lines = text.Split('\n');
        _head = Frontmatter.Of(_lines);
        _tags = Fit.Labels(_head.List("tags"));
        _title = Fit.Name(_head["title"]) ?? Fit.Name(FirstHeading()) ?? Fit.Name(Path.GetFileNameWithoutExtension(file)) ?? "note";
        _section = new NoteSection(_title, Written, _tags, At);
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
            Metadata = line.Context is null ? [] : [KeyValuePair.Create("context", NoteSection.Text(line.Context))],
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
            var mark = NoteMarks.FenceOf(line);
            if (fence.Length > 0 || mark.Length > 0)
            {
                // Inside a block of code nothing means anything.
                fence = fence.Length == 0 ? mark : mark.StartsWith(fence, StringComparison.Ordinal) ? "" : fence;
                _section.Keep(line, _at);
                continue;
            }

            foreach (var found in Take(line))
            {
                yield return found;
            }
        }

        foreach (var found in _section.Take())
        {
            yield return found;
        }
    }

    private IEnumerable<Found> Take(string line)
    {
        var isRelations = _section.Heading?.StartsWith("relation", StringComparison.OrdinalIgnoreCase) == true;
        var isObservations = _section.Heading?.StartsWith("observation", StringComparison.OrdinalIgnoreCase) == true;
        if (NoteBlock.Begin(line) is { } block)
        {
            return [.. _section.Take(), Block(block.Number, block.Json)];
        }

        if (NoteBlock.Relation(line) is { } written)
        {
            return Edge(written);
        }

        if (NoteMarks.HeadingOf(line) is { } heading)
        {
            var before = _section.Take().ToArray();
            _section.Heading = heading;
            if (heading != _title)
            {
                _section.Keep(line, _at);
            }

            return before;
        }

        if (RelationLine.Parse(line, isRelations) is { } relation)
        {
            return [.. _section.Take(), .. Edge(relation)];
        }

        if (ObservationLine.Parse(line, needsCategory: !isObservations) is { } observation)
        {
            var found = new FoundMemory(At(_at), MemoryOf(_title, observation, Written, _tags));

            return [.. _section.Take(), found, .. Links(observation.Text)];
        }

        _section.Keep(line, _at);

        return Links(line);
    }

    private Found Block(string number, string json)
    {
        var (start, end) = (_at, NoteBlock.End(number));
        if (LastOf(end) < start)
        {
            return new FoundFault(At(start), "the memory that begins here does not end");
        }

        var text = new List<string>();
        while (_lines[++_at].TrimEnd() != end)
        {
            text.Add(_lines[_at]);
        }

        return Block(At(start), json, string.Join('\n', text));
    }

    // Known once for the whole note: one may hold as many beginnings as lines, and looking for each end anew would take for ever.
    private int LastOf(string end)
    {
        if (_ends is null)
        {
            _ends = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var line = 0; line < _lines.Length; line++)
            {
                if (_lines[line].TrimEnd() is var text && NoteBlock.IsEnd(text))
                {
                    _ends[text] = line;
                }
            }
        }

        return _ends.GetValueOrDefault(end, -1);
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

    private string? FirstHeading() => _lines.Skip(_head.Lines).Select(NoteMarks.HeadingOf).FirstOrDefault(heading => heading is not null);

    private string At(int line) => string.Create(CultureInfo.InvariantCulture, $"{_file} line {line + 1}");
}
