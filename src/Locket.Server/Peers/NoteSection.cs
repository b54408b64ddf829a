using System.Globalization;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>What stands in a note between one heading, observation or relation and the next: memories of its plain text.</summary>
/// <param name="title">Of the note.</param>
/// <param name="written">When the note was written, as far as it says.</param>
/// <param name="tags">Of the whole note.</param>
/// <param name="at">What a line is called.</param>
internal sealed class NoteSection(string title, DateTimeOffset? written, IReadOnlyList<string> tags, Func<int, string> at)
{
    /// <summary>Bytes of plain text in one memory: about what fits on a screen, so that a search finds the place and not the book.</summary>
    private const int MostBytes = 2_000;

    private readonly List<string> _lines = [];
    private int _first;

    /// <summary>What it stands under; null before the first heading.</summary>
    public string? Heading { get; set; }

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, NoteJson.Default.String);

    /// <param name="line">The next line of it.</param>
    /// <param name="number">Where that stands.</param>
    public void Keep(string line, int number)
    {
        if (_lines.Count == 0)
        {
            _first = number;
        }

        _lines.Add(line);
    }

    /// <summary>Ends it: what was kept is told, and the next begins.</summary>
    public IEnumerable<Found> Take()
    {
        var text = string.Join('\n', _lines).Trim('\n');
        var isEmpty = _lines.All(line => string.IsNullOrWhiteSpace(line) || NoteMarks.HeadingOf(line) is not null);
        var line = _first;
        _lines.Clear();
        if (isEmpty)
        {
            yield break;
        }

        foreach (var part in LongText.Cut(text, MostBytes))
        {
            yield return new FoundMemory(at(line), new PeerMemory
            {
                Format = PeerFormats.Markdown,
                Key = string.Create(CultureInfo.InvariantCulture, $"{title.Length}:{title}{part}"),
                Text = part,
                Tags = tags,
                About = [title],
                OccurredAt = written,
                CreatedAt = written,
                Metadata = Heading is null || Heading == title ? [] : [KeyValuePair.Create("heading", Text(Heading))],
            });
        }
    }
}
