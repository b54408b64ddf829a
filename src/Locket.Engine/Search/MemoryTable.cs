using System.Runtime.InteropServices;
using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>
/// The memories of one space with everything that is derived from them. An entry keeps its content through every status,
/// because an undo may bring it back; only what is active counts in frequencies, lengths and neighbourhoods, so that
/// what was forgotten or held back moves nobody's ranking.
/// </summary>
internal sealed partial class MemoryTable
{
    private const int SessionBytes = 100;
    private const int LabelBytes = 70;

    private readonly EntityGraph _graph;
    private readonly List<Entry?> _entries = [];

    // Of the purged as well, which keep their place: looking for one must not go past all that are gone.
    private readonly List<long> _sequences = [];
    private readonly Dictionary<MemoryId, int> _numbers = [];
    private readonly Dictionary<(string Session, Trust Trust), int> _sessions = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly EntryWriter _writer;
    private long _entryBytes;

    public MemoryTable(EntityGraph graph) => (_graph, _writer) = (graph, new EntryWriter(Vocabulary));

    public Vocabulary Vocabulary { get; } = new();

    public Conversations Conversations { get; } = new();

    public NameBook Names { get; } = new();

    public TimeOrder Times { get; } = new();

    /// <summary>Null until somebody asks for what memories mean.</summary>
    public VectorTable? Vectors { get; set; }

    public LabelCounts Kinds { get; } = new();

    public LabelCounts Tags { get; } = new();

    /// <summary>By number, in order of sequence; null where a memory was purged.</summary>
    public ReadOnlySpan<Entry?> Entries => CollectionsMarshal.AsSpan(_entries);

    public int Count => _numbers.Count;

    public long Bytes => _entryBytes + Vocabulary.Bytes + Times.Bytes + (Vectors?.Bytes ?? 0);

    public Entry? Find(MemoryId id) => _numbers.TryGetValue(id, out var number) ? _entries[number] : null;

    /// <returns>The memory that the row of this sequence made; null when there is none, or it was purged.</returns>
    public Entry? FindBySequence(long sequence)
    {
        // The first that is not before it: a purged one may stand under the sequence of the one before.
        var (low, high) = (0, _sequences.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sequences[middle] < sequence ? (middle + 1, high) : (low, middle);
        }

        return low < _entries.Count && _entries[low] is { } entry && entry.Sequence == sequence ? entry : null;
    }

    /// <summary>Takes in a change of a memory; a change of anything else is none of its business.</summary>
    public void Apply(Change change)
    {
        if (change.Kind == ChangeKind.Remembered)
        {
            Add(change);
            return;
        }

        if (Find(change.Id) is not { } entry)
        {
            return;
        }

        Deactivate(entry);
        if (change is { Kind: ChangeKind.Revised or ChangeKind.Restored, Content: { } content })
        {
            Empty(entry);
            Fill(entry, content);
            Times.Move(entry, Entries);
        }

        entry.Version = change.Version;
        (entry.Status, entry.ReplacedBy) = After(entry, change);
        if (entry.Status is MemoryStatus.Forgotten or MemoryStatus.Quarantined)
        {
            Vectors?.Drop(entry.Number);
        }

        Activate(entry);
    }

    /// <summary>Takes a memory out without a trace.</summary>
    public void Purge(MemoryId id)
    {
        if (Find(id) is not { } entry)
        {
            return;
        }

        Deactivate(entry);
        Empty(entry);
        _entries[entry.Number] = null;
        _numbers.Remove(id);
    }

    private static (MemoryStatus Status, MemoryId? ReplacedBy) After(Entry entry, Change change) => change.Kind switch
    {
        ChangeKind.Revised => (MemoryStatus.Active, null),
        ChangeKind.Restored => (change.Status ?? MemoryStatus.Active, change.By),
        ChangeKind.Forgotten => (MemoryStatus.Forgotten, entry.ReplacedBy),
        ChangeKind.Quarantined => (MemoryStatus.Quarantined, entry.ReplacedBy),
        ChangeKind.Approved => (MemoryStatus.Active, entry.ReplacedBy),
        ChangeKind.Superseded => (MemoryStatus.Superseded, change.By),
        _ => (entry.Status, entry.ReplacedBy),
    };

    private void Add(Change change)
    {
        if (_entries.Count == Postings.MaxMemories)
        {
            throw new InvalidOperationException("A search index holds no more memories than this.");
        }

        var entry = new Entry
        {
            Id = change.Id,
            Number = _entries.Count,
            Sequence = change.Sequence,
            CreatedTicks = (change.Content!.RememberedAt ?? change.At).UtcTicks,
            Version = change.Version,
            Status = change.Status ?? MemoryStatus.Active,
            ReplacedBy = change.By,
        };
        _entries.Add(entry);
        _sequences.Add(entry.Sequence);
        _numbers[change.Id] = entry.Number;
        Fill(entry, change.Content);
        Times.Add(entry, Entries);
        Activate(entry);
    }

    private void Fill(Entry entry, MemoryContent content)
    {
        entry.Kind = Shared(content.Kind);
        entry.Tags = [.. content.Tags.Select(Shared)];
        entry.About = [.. content.About.Select(Shared)];
        entry.Author = content.Author is null ? null : Shared(content.Author);
        entry.Session = content.Session is null ? null : Shared(content.Session);
        entry.OccurredTicks = content.OccurredAt?.UtcTicks ?? 0;
        entry.ValidUntilTicks = content.ValidUntil?.UtcTicks ?? 0;
        entry.ExpiresTicks = content.ExpiresAt?.UtcTicks ?? 0;
        entry.Trust = content.Trust;
        entry.Text = Encoding.UTF8.GetByteCount(content.Text) <= Entry.MaxTextBytes ? Encoding.UTF8.GetBytes(content.Text) : default(ReadOnlyMemory<byte>?);
        entry.IsQuestion = content.Text.AsSpan().TrimEnd().EndsWith("?");
        entry.AuthorName = content.Author is null ? NameBook.None : Names.Number(content.Author);
        entry.AboutNames = [.. content.About.Select(Names.Number).Where(name => name != NameBook.None).Distinct()];
        entry.SessionNumber = content.Session is null ? Conversations.None : SessionNumber(entry.Session!, entry.Trust);
        _writer.Write(entry, content);
        _entryBytes += entry.Bytes;
    }

    private void Empty(Entry entry)
    {
        _entryBytes -= entry.Bytes;
        Vocabulary.Leave(entry.Number, entry.Words.Span);
        Vectors?.Drop(entry.Number);
        entry.Words = default;
    }

    private void Activate(Entry entry)
    {
        if (entry.Status == MemoryStatus.Active)
        {
            Conversations.Enter(entry.Number, entry.SessionNumber, entry.Length);
            Tally(entry, 1);
            _graph.Enter(entry);
        }
    }

    private void Deactivate(Entry entry)
    {
        if (entry.Status == MemoryStatus.Active)
        {
            Conversations.Leave(entry.Number);
            Tally(entry, -1);
            _graph.Leave(entry);
        }
    }

    private void Tally(Entry entry, int step)
    {
        Vocabulary.Count(entry.Words.Span, entry.Language, step);
        TallyLabels(entry, step);
    }

    private void TallyLabels(Entry entry, int step)
    {
        Names.Tally(entry, step);
        Kinds.Count(entry.Kind, step);
        foreach (var tag in entry.Tags)
        {
            Tags.Count(tag, step);
        }
    }

    /// <summary>Who writes into somebody's session speaks beside them, not with them: one session is a conversation for each trust.</summary>
    private int SessionNumber(string session, Trust trust)
    {
        if (!_sessions.TryGetValue((session, trust), out var number))
        {
            number = Conversations.NewSession();
            _sessions.Add((session, trust), number);
            _entryBytes += SessionBytes + (2 * session.Length);
        }

        return number;
    }

    /// <summary>Kinds, tags and names repeat: one copy of each is kept.</summary>
    private string Shared(string label)
    {
        if (!_labels.TryGetValue(label, out var shared))
        {
            shared = label;
            _labels.Add(label, label);
            _entryBytes += LabelBytes + (2 * label.Length);
        }

        return shared;
    }
}
