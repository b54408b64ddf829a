using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>The named things of one space, what memories are about them, and the edges between them.</summary>
internal sealed partial class EntityGraph
{
    private const int BytesPerItem = 300;

    private readonly Dictionary<string, EntityNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<MemoryId, Edge> _edges = [];
    private readonly Dictionary<MemoryId, Description> _descriptions = [];

    public long Bytes => (long)BytesPerItem * (_nodes.Count + _edges.Count + _descriptions.Count);

    /// <summary>In no order, also those of which nothing stands any more.</summary>
    public IEnumerable<EntityNode> All => _nodes.Values;

    /// <summary>In ordinal order of their names.</summary>
    public IEnumerable<EntityNode> ExistingAt(long now) =>
        _nodes.Values.Where(node => node.ExistsAt(now)).OrderBy(node => node.Name, StringComparer.Ordinal);

    public IEnumerable<Edge> HoldingAt(long now) => _edges.Values.Where(edge => edge.HoldsAt(now)).OrderBy(edge => edge.Sequence);

    /// <returns>The thing of exactly this name, also when nothing of it stands any more.</returns>
    public EntityNode? Exactly(string name) => _nodes.GetValueOrDefault(name);

    /// <returns>The thing of exactly this name, else the first that differs in case or accents alone; null when there is none now.</returns>
    public EntityNode? Find(string name, long now)
    {
        if (_nodes.TryGetValue(name, out var exact) && exact.ExistsAt(now))
        {
            return exact;
        }

        var folded = Unicode.Fold(name);
        return _nodes.Values
            .Where(node => string.Equals(node.Folded, folded, StringComparison.Ordinal) && node.ExistsAt(now))
            .MinBy(node => node.Name, StringComparer.Ordinal);
    }

    /// <summary>A memory has become active.</summary>
    public void Enter(Entry memory)
    {
        foreach (var name in memory.About)
        {
            // A name may stand there twice.
            Node(name).Memories[memory.Number] = memory;
        }
    }

    /// <summary>A memory is active no more.</summary>
    public void Leave(Entry memory)
    {
        foreach (var name in memory.About.Distinct(StringComparer.Ordinal))
        {
            Node(name).Memories.Remove(memory.Number);
            Tidy(name);
        }
    }

    /// <summary>Takes in a change of an edge or a description; a change of anything else is none of its business.</summary>
    public void Apply(Change change)
    {
        switch (change)
        {
            case { Kind: ChangeKind.Related, Relation: { } relation }:
                Purge(change.Id);
                Put(new Edge { Id = change.Id, Sequence = change.Sequence, Content = relation });
                break;
            case { Kind: ChangeKind.Described, Entity: { } entity }:
                Purge(change.Id);
                Put(new Description { Id = change.Id, Sequence = change.Sequence, Name = entity.Name, Type = entity.Type, Copy = entity.Copy ?? 1 });
                break;
            default:
                Turn(change);
                break;
        }
    }

    /// <summary>Takes an edge or a description out without a trace.</summary>
    public void Purge(MemoryId id)
    {
        if (_edges.Remove(id, out var edge))
        {
            foreach (var name in (ReadOnlySpan<string>)[edge.Content.From, edge.Content.To])
            {
                Node(name).Edges.Remove(edge.Sequence);
                Tidy(name);
            }
        }

        if (_descriptions.Remove(id, out var description))
        {
            Node(description.Name).Descriptions.Remove(description.Sequence);
            Tidy(description.Name);
        }
    }

    /// <summary>The end of an edge or a description, or the end of its end.</summary>
    private void Turn(Change change)
    {
        var isTakenBack = change.Kind == ChangeKind.Forgotten
            || (change.Kind == ChangeKind.Restored && change.Status is not (null or MemoryStatus.Active));
        if (_edges.GetValueOrDefault(change.Id) is { } edge)
        {
            edge.IsOver = isTakenBack;
            edge.Ended = change.Kind switch
            {
                ChangeKind.Unrelated => change.Relation?.Until ?? change.At,
                ChangeKind.Restored => null,
                _ => edge.Ended,
            };
        }

        if (_descriptions.GetValueOrDefault(change.Id) is { } description)
        {
            description.IsOver = isTakenBack;
        }
    }

    private void Put(Edge edge)
    {
        _edges.Add(edge.Id, edge);
        Node(edge.Content.From).Edges[edge.Sequence] = edge;
        Node(edge.Content.To).Edges[edge.Sequence] = edge;
    }

    private void Put(Description description)
    {
        _descriptions.Add(description.Id, description);
        Node(description.Name).Descriptions.Add(description.Sequence, description);
    }

    private EntityNode Node(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            node = new EntityNode(name);
            _nodes.Add(name, node);
        }

        return node;
    }

    private void Tidy(string name)
    {
        if (_nodes.TryGetValue(name, out var node) && node.IsEmpty)
        {
            _nodes.Remove(name);
        }
    }
}
