using System.Globalization;
using System.Text;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;

namespace Locket.Server.Peers;

/// <summary>
/// Writes a named thing as a Markdown note. Whatever a plain line says completely stands in a plain line; the rest stands in a
/// <see cref="NoteBlock"/>. Which of the two is not guessed: the line is read back and compared.
/// </summary>
/// <param name="title">Name of the thing, or of a collection of memories about nothing.</param>
/// <param name="type">Of the thing; null where nobody said one.</param>
internal sealed class NoteText(string title, string? type)
{
    private readonly List<string> _blocks = [];
    private readonly List<string> _observations = [];
    private readonly List<string> _relations = [];
    private DateTimeOffset? _written;

    /// <summary>When the lines of the note were written: they have no place for a time, so they share that of the note.</summary>
    public void Date(IEnumerable<MemoryView> memories) => _written = memories
        .Where(memory => memory.OccurredAt is not null && IsOfNote(memory))
        .GroupBy(memory => memory.OccurredAt)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key)
        .FirstOrDefault()?.Key;

    public void Add(MemoryView memory)
    {
        if (LineOf(memory) is { } line)
        {
            _observations.Add(line + "\n");
        }
        else
        {
            _blocks.Add(NoteBlock.Write(JsonSerializer.SerializeToElement(memory, WireJson.Default.MemoryView), memory.Text));
        }
    }

    public void Add(string relation, string target)
    {
        var line = new RelationLine(relation, target, Context: null);
        var written = line.Write();
        _relations.Add(RelationLine.Parse(written, takesWords: true) == line ? written + "\n" : NoteBlock.WriteRelation(relation, target));
    }

    public override string ToString()
    {
        var note = new StringBuilder("---\ntitle: ").Append(Frontmatter.Quote(title)).Append('\n');
        Head(note, "type", type);
        Head(note, "created", _written?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        note.Append("---\n\n# ").Append(title).Append('\n');
        foreach (var block in _blocks)
        {
            note.Append('\n').Append(block);
        }

        Section(note, "Observations", _observations);
        Section(note, "Relations", _relations.Order(StringComparer.Ordinal));

        return note.ToString();
    }

    private static void Head(StringBuilder note, string name, string? value)
    {
        if (value is not null)
        {
            note.Append(name).Append(": ").Append(Frontmatter.Quote(value)).Append('\n');
        }
    }

    private static void Section(StringBuilder note, string heading, IEnumerable<string> lines)
    {
        var text = string.Concat(lines);
        if (text.Length > 0)
        {
            note.Append("\n## ").Append(heading).Append("\n\n").Append(text);
        }
    }

    private string? LineOf(MemoryView memory)
    {
        if (!IsOfNote(memory) || memory.Text.AsSpan().ContainsAny('\n', '\r') || memory.Text.Contains("[[", StringComparison.Ordinal))
        {
            return null;
        }

        var context = memory.Metadata is { } metadata ? metadata.Text("context") : null;
        var line = new ObservationLine(memory.Kind, memory.Text, memory.Tags ?? [], context).Write();

        return ObservationLine.Parse(line, needsCategory: true) is { } read && IsSame(MarkdownNote.MemoryOf(title, read, _written, []), memory) ? line : null;
    }

    private static bool IsOfNote(MemoryView memory) =>
        memory.Metadata is { } metadata && metadata.Text("imported_from") == PeerFormats.Markdown
        && metadata.EnumerateObject().All(member => member.Name is "imported_from" or "context");

    private static bool IsSame(PeerMemory read, MemoryView memory) =>
        StableId.Of(PeerFormats.Markdown, read.Key) == memory.Id
        && read.Text == memory.Text
        && read.Kind == memory.Kind
        && read.Tags.SequenceEqual(memory.Tags ?? [], StringComparer.Ordinal)
        && read.About.SequenceEqual(memory.About ?? [], StringComparer.Ordinal)
        && read.OccurredAt == memory.OccurredAt
        && memory is { Author: null, Session: null, ValidUntil: null, ExpiresAt: null, Replaces: null, Version: 1 }
        && Encoding.UTF8.GetByteCount(memory.Text) <= Limits.TextBytes;
}
