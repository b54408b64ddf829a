using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>A named thing with everything that speaks of it.</summary>
internal sealed class EntityNode(string name)
{
    public string Name { get; } = name;

    /// <summary>The name as it is looked for when nobody bears it exactly.</summary>
    public string Folded { get; } = Unicode.Fold(name);

    /// <summary>Active memories about it, in order of sequence.</summary>
    public SortedList<int, Entry> Memories { get; } = [];

    /// <summary>Edges from and to it, ended ones too, in order of sequence.</summary>
    public SortedList<long, Edge> Edges { get; } = [];

    /// <summary>What it was called a kind of, in order of sequence.</summary>
    public SortedList<long, Description> Descriptions { get; } = [];

    public bool IsEmpty => Memories.Count == 0 && Edges.Count == 0 && Descriptions.Count == 0;

    public bool ExistsAt(long now) =>
        Descriptions.Values.Any(description => !description.IsOver)
        || Memories.Values.Any(memory => !memory.HasExpired(now))
        || Edges.Values.Any(edge => edge.HoldsAt(now));

    /// <summary>What still stands of what it was called, the newest of each thing of this name.</summary>
    public IEnumerable<Description> Standing() =>
        Descriptions.Values.Where(description => !description.IsOver).GroupBy(description => description.Copy).Select(copy => copy.Last());

    public EntityView View(long now) => new(
        Name,
        Descriptions.Values.LastOrDefault(description => description is { IsOver: false, Copy: 1, Type.Length: > 0 })?.Type,
        Memories.Values.Count(memory => !memory.HasExpired(now)),
        Edges.Values.Count(edge => edge.HoldsAt(now)));
}

/// <summary>An edge as it stands after its changes.</summary>
internal sealed class Edge
{
    public required MemoryId Id { get; init; }

    public required long Sequence { get; init; }

    public required RelationContent Content { get; init; }

    /// <summary>When somebody ended it; null while nobody did.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>Taken back altogether, as if it had never been.</summary>
    public bool IsOver { get; set; }

    public bool HoldsAt(long now) =>
        !IsOver && !(Content.Since?.UtcTicks > now) && !(Content.Until?.UtcTicks <= now) && !(Ended?.UtcTicks <= now);

    public RelationView View() => new(Id, Content.From, Content.Relation, Content.To, Content.Since, Earlier(Content.Until, Ended));

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}

/// <summary>A type given to a named thing.</summary>
internal sealed class Description
{
    public required MemoryId Id { get; init; }

    public required long Sequence { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>1, or a greater number for another thing of the same name.</summary>
    public required int Copy { get; init; }

    public bool IsOver { get; set; }
}
