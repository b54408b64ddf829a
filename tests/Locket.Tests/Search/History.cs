using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Tests.Search;

/// <summary>A space's log being written: each call adds one change, in order.</summary>
internal sealed class History
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Actor Writer = new(Actor.Owner, Actor.SessionTokenId, null, Trust.User);
    private readonly Dictionary<MemoryId, int> _versions = [];

    public List<Change> Changes { get; } = [];

    public DateTimeOffset Now => Start.AddMinutes(Changes.Count + 1);

    public static MemoryContent Content(string text) => new() { Kind = "note", Text = text, Origin = Origin.User, Trust = Trust.User };

    public MemoryId Remember(string text, Func<MemoryContent, MemoryContent>? with = null, MemoryStatus? status = null)
    {
        var id = new MemoryId(new Guid(Changes.Count + 1, 0, 0, new byte[8]));
        var content = Content(text);
        Add(id, ChangeKind.Remembered, change => change with { Content = with?.Invoke(content) ?? content, Status = status });
        return id;
    }

    public MemoryId Relate(string from, string relation, string to, DateTimeOffset? since = null, DateTimeOffset? until = null)
    {
        var id = new MemoryId(new Guid(Changes.Count + 1, 0, 0, new byte[8]));
        Add(id, ChangeKind.Related, change => change with { Relation = new RelationContent(from, relation, to, since, until) });
        return id;
    }

    public MemoryId Describe(string name, string type, int? copy = null)
    {
        var id = new MemoryId(new Guid(Changes.Count + 1, 0, 0, new byte[8]));
        Add(id, ChangeKind.Described, change => change with { Entity = new EntityContent(name, type, copy) });
        return id;
    }

    public void Add(MemoryId id, ChangeKind kind, Func<Change, Change>? with = null)
    {
        _versions[id] = _versions.GetValueOrDefault(id) + 1;
        var change = new Change
        {
            Sequence = Changes.Count + 1,
            Id = id,
            Version = _versions[id],
            At = Start.AddMinutes(Changes.Count + 1),
            Kind = kind,
            Actor = Writer,
        };
        Changes.Add(with?.Invoke(change) ?? change);
    }

    /// <summary>Says so at the end, and leaves nothing but headers before it.</summary>
    public void Purge(MemoryId id)
    {
        Add(id, ChangeKind.Purged);
        for (var at = 0; at < Changes.Count - 1; at++)
        {
            if (Changes[at].Id == id)
            {
                Changes[at] = Changes[at] with { IsPurged = true, Content = null, Relation = null, Entity = null, Status = null, By = null };
            }
        }
    }

    public SpaceIndex Index()
    {
        var index = new SpaceIndex();
        Changes.ForEach(index.Apply);
        return index;
    }

    public SearchQuery Query(string text) => new() { Text = text, Now = Now };

    public List<MemoryId> Search(string text) => Search(Query(text));

    public List<MemoryId> Search(SearchQuery query) => [.. Index().Search(query).Hits.Select(hit => hit.Id)];
}
