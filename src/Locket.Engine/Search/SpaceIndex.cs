using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Vectors;

namespace Locket.Engine.Search;

/// <summary>
/// The search index of one space, in memory. It is built and changed by <see cref="Apply"/> alone, so that an index which was caught
/// up equals one built anew from the same records. Any number may read at once, as long as nobody applies.
/// </summary>
public sealed class SpaceIndex
{
    private const long EmptyBytes = 4096;

    private readonly EntityGraph _graph = new();
    private readonly MemoryTable _table;

    public SpaceIndex() => _table = new MemoryTable(_graph);

    /// <summary>Sequence of the last change applied; 0 for none.</summary>
    public long Position { get; private set; }

    /// <summary>Active memories, expired ones too.</summary>
    public int Count => _table.Conversations.Active;

    /// <summary>Memories in any status that were not purged.</summary>
    public int MemoryCount => _table.Count;

    /// <summary>About how much memory this takes.</summary>
    public long Bytes => EmptyBytes + _table.Bytes + _graph.Bytes;

    /// <summary>How many active memories there are of each kind.</summary>
    public IReadOnlyDictionary<string, int> Kinds => _table.Kinds.All;

    public IReadOnlyDictionary<string, int> Tags => _table.Tags.All;

    /// <summary>Takes in the next change. One at or before <see cref="Position"/> was applied already and is ignored.</summary>
    public void Apply(Change change)
    {
        if (change.Sequence <= Position)
        {
            return;
        }

        Position = change.Sequence;
        if (change.IsPurged || change.Kind == ChangeKind.Purged)
        {
            _table.Purge(change.Id);
            _graph.Purge(change.Id);
            return;
        }

        _table.Apply(change);
        _graph.Apply(change);
    }

    /// <summary>All it knows, so that <see cref="Load"/> gives an index that answers the same and takes in the same changes.</summary>
    internal void Save(SnapshotWriter to)
    {
        to.Add(Position);
        _graph.Save(to);
        _table.Save(to);
    }

    /// <exception cref="InvalidDataException">It does not fit together.</exception>
    internal static SpaceIndex Load(SnapshotReader from)
    {
        var index = new SpaceIndex { Position = from.Next<long>() };
        index._graph.Load(from);
        index._table.Load(from);

        return from.IsAtEnd ? index : throw SnapshotReader.Misfit();
    }

    /// <summary>Of which model it holds vectors; null for none.</summary>
    internal long? VectorStamp => _table.Vectors?.Stamp;

    internal void Attach(VectorTable vectors) => _table.Vectors = vectors;

    /// <summary>Takes a vector in if it is of what its memory says now.</summary>
    internal void Place(VectorTable vectors, PlacedVector vector)
    {
        if (_table.FindBySequence(vector.Sequence) is { Status: MemoryStatus.Active or MemoryStatus.Superseded } entry && entry.TextMark == vector.TextMark)
        {
            vectors.Put(entry.Number, vector.Vector);
        }
    }

    /// <summary>Takes vectors in where it holds those of their model.</summary>
    internal void Place(long stamp, IReadOnlyList<PlacedVector> vectors)
    {
        if (_table.Vectors is { } table && table.Stamp == stamp)
        {
            foreach (var vector in vectors)
            {
                Place(table, vector);
            }
        }
    }

    /// <returns>Null when this space has none of that id, or it was purged.</returns>
    public IndexedMemory? Find(MemoryId id) => _table.Find(id) is { } entry ? IndexedMemory.Of(entry) : null;

    public SearchResult Search(SearchQuery query)
    {
        using var ranker = new Ranker(_table, query);
        return ranker.Rank();
    }

    public ListPage List(ListQuery query) => Lists.Page(_table, query);

    /// <returns>Of what the query lists, what still holds: the most trusted first, and little from outside.</returns>
    public IReadOnlyList<MemoryId> Profile(ListQuery query) => Lists.Profile(_table, query);

    /// <summary>Of what the query lists, the memories whose text contains the text, case aside: its limit's number of the newest.</summary>
    public SubstringResult FindTexts(ListQuery query, string text) => Lists.Containing(_table, query, text);

    /// <returns>The active memories, expired ones too, whose text may have this <see cref="Text.TextHash"/>; newest first.</returns>
    public IReadOnlyList<MemoryId> WithTextMark(long mark) => Lists.Marked(_table, mark);

    /// <summary>How many current memories there are, under which tags and in which conversations.</summary>
    public SpaceSummary Summarise(DateTimeOffset now) => Summary.Of(_table, now.UtcTicks);

    /// <summary>Current memories whose text or kind contains the text, case aside: what a plain substring search would find.</summary>
    public SubstringResult FindSubstring(string text, int limit, DateTimeOffset now) =>
        Lists.Containing(_table, text, limit, now.UtcTicks);

    /// <summary>Pairs of current memories that cannot both be so, by the later of the two, the newest first.</summary>
    /// <param name="before">Only those whose later memory is older than this sequence.</param>
    public ContradictionPage Contradictions(long? before, int limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        ContradictionPairs.Page(_table, before, limit, now.UtcTicks, cancellationToken);

    /// <returns>Other active memories that say nearly the same in nearly the same words, newest first.</returns>
    public IReadOnlyList<MemoryId> NearDuplicates(MemoryId id) =>
        _table.Find(id) is { } entry ? Lists.NearDuplicates(_table, entry) : [];

    public IReadOnlyList<string> CompleteKind(string prefix, int limit) => _table.Kinds.StartingWith(prefix, limit);

    public IReadOnlyList<string> CompleteTag(string prefix, int limit) => _table.Tags.StartingWith(prefix, limit);

    public IReadOnlyList<string> CompleteEntity(string prefix, int limit, DateTimeOffset now)
    {
        var folded = Text.Unicode.Fold(prefix);

        return
        [
            .. _graph.ExistingAt(now.UtcTicks)
                .Where(node => node.Folded.StartsWith(folded, StringComparison.Ordinal))
                .OrderByDescending(node => node.Memories.Count)
                .ThenBy(node => node.Name, StringComparer.Ordinal)
                .Take(limit)
                .Select(node => node.Name),
        ];
    }

    /// <param name="after">Name of the last of the page before, or null.</param>
    /// <returns>In ordinal order of their names.</returns>
    public IReadOnlyList<EntityView> Entities(DateTimeOffset now, string? after, int limit) =>
    [
        .. _graph.ExistingAt(now.UtcTicks)
            .SkipWhile(node => after is not null && string.CompareOrdinal(node.Name, after) <= 0)
            .Take(limit)
            .Select(node => node.View(now.UtcTicks)),
    ];

    /// <returns>The thing of this name, case and accents aside when nothing bears it exactly; null when there is none.</returns>
    public EntityView? FindEntity(string name, DateTimeOffset now) => _graph.Find(name, now.UtcTicks)?.View(now.UtcTicks);

    /// <returns>Current memories about exactly this thing, newest first.</returns>
    public IReadOnlyList<MemoryId> MemoriesAbout(string name, DateTimeOffset now) =>
        _graph.Find(name, now.UtcTicks) is not { } node
            ? []
            : [.. node.Memories.Values.Reverse().Where(memory => !memory.HasExpired(now.UtcTicks)).Select(memory => memory.Id)];

    /// <returns>The current memories that are files, each with its path, oldest first.</returns>
    public IReadOnlyList<(MemoryId Id, string Path)> Files(DateTimeOffset now) => Lists.Files(_table, now.UtcTicks);

    /// <returns>
    /// The named things that are wanted, with what is remembered about each, in the order in which they were first described, and edges:
    /// all, or those at one of them. Null where that is more than so many bytes.
    /// </returns>
    public GraphPart? Nodes(DateTimeOffset now, long mostBytes, Func<NodeView, bool> isWanted, bool withAllEdges) =>
        NodeList.Part(_graph, isWanted, withAllEdges, mostBytes, now.UtcTicks);

    /// <returns>The current memories about anything whose text is not kept here, newest first.</returns>
    public IReadOnlyList<MemoryId> LongTextsAboutThings(DateTimeOffset now) => Lists.LongAboutThings(_table, now.UtcTicks);

    /// <returns>Those of exactly this name: none, one, or several that were made together.</returns>
    public IReadOnlyList<NodeView> Nodes(string name, DateTimeOffset now) => NodeList.Named(_graph, name, now.UtcTicks);

    /// <returns>What described things are called, oldest first.</returns>
    public IReadOnlyList<EntityContent> Descriptions() =>
    [
        .. _graph.All.SelectMany(node => node.Standing())
            .OrderBy(description => description.Sequence)
            .Select(description => new EntityContent(description.Name, description.Type, description.Copy == 1 ? null : description.Copy)),
    ];

    /// <summary>Edges that hold at a time, in order of sequence; with names given, only those from and to exactly them.</summary>
    public IReadOnlyList<RelationView> Relations(DateTimeOffset at, string? from = null, string? relation = null, string? to = null) =>
    [
        .. _graph.HoldingAt(at.UtcTicks)
            .Select(edge => edge.View())
            .Where(edge => (from ?? edge.From) == edge.From && (relation ?? edge.Relation) == edge.Relation && (to ?? edge.To) == edge.To),
    ];

    /// <returns>Null when nothing of that name exists.</returns>
    public GraphView? Explore(string name, int depth, int limit, DateTimeOffset now) =>
        GraphWalk.From(_graph, name, depth, limit, now.UtcTicks);
}

/// <summary>What the index knows of one memory without asking the store.</summary>
/// <param name="Text">Null when it is too long to be kept here.</param>
public sealed record IndexedMemory(
    MemoryId Id,
    long Sequence,
    int Version,
    MemoryStatus Status,
    MemoryId? ReplacedBy,
    string Kind,
    string? Text,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> About,
    string? Author,
    string? Session,
    Trust Trust,
    DateTimeOffset CreatedAt,
    DateTimeOffset? OccurredAt,
    DateTimeOffset? ValidUntil,
    DateTimeOffset? ExpiresAt)
{
    internal static IndexedMemory Of(Entry entry) => new(
        entry.Id,
        entry.Sequence,
        entry.Version,
        entry.Status,
        entry.ReplacedBy,
        entry.Kind,
        entry.Text is { } text ? Encoding.UTF8.GetString(text.Span) : null,
        entry.Tags,
        entry.About,
        entry.Author,
        entry.Session,
        entry.Trust,
        Time(entry.CreatedTicks)!.Value,
        Time(entry.OccurredTicks),
        Time(entry.ValidUntilTicks),
        Time(entry.ExpiresTicks));

    private static DateTimeOffset? Time(long utcTicks) => utcTicks == 0 ? null : new DateTimeOffset(utcTicks, TimeSpan.Zero);
}
