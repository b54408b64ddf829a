using System.Text.Json.Serialization;

namespace Locket.Client.Contracts;

/// <summary>A named thing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, if somebody said it.</param>
/// <param name="Memories">How many active memories are about it.</param>
public sealed record EntityView(string Name, string? Type, int Memories);

/// <summary>A directed, named edge between two things.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="From">Where it starts.</param>
/// <param name="Relation">What it says.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Since">From when on it holds.</param>
/// <param name="Until">Until when it held; null while it holds.</param>
public sealed record RelationView(string Id, string From, string Relation, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>Adds or ends an edge.</summary>
public sealed record RelateRequest
{
    /// <summary>Where it starts; 1 to 128 characters.</summary>
    public required string From { get; init; }

    /// <summary>What it says, in active voice such as <c>works at</c>; 1 to 64 characters.</summary>
    public required string Relation { get; init; }

    /// <summary>Where it ends; 1 to 128 characters.</summary>
    public required string To { get; init; }

    /// <summary>True ends the edge instead of adding it.</summary>
    public bool? Ends { get; init; }

    /// <summary>The same key with the same request is done once.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Gives a named thing a type.</summary>
public sealed record DescribeRequest
{
    /// <summary>Its name; 1 to 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Its type; 1 to 64 characters.</summary>
    public required string Type { get; init; }

    /// <summary>The same key with the same request is done once.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What is known around a named thing.</summary>
/// <param name="Entities">Nearest first.</param>
/// <param name="Relations">Edges among them that hold.</param>
/// <param name="Memories">What is remembered about the thing itself, newest first.</param>
public sealed record GraphView(IReadOnlyList<EntityView> Entities, IReadOnlyList<RelationView> Relations, IReadOnlyList<MemoryView>? Memories)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}

/// <summary>A page of named things, in ordinal order.</summary>
/// <param name="Entities">At most the limit asked for.</param>
/// <param name="Next">Ask again after this name; null at the end.</param>
public sealed record EntityPageView(IReadOnlyList<EntityView> Entities, string? Next)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}

/// <summary>A page of edges that hold, in order of their ids.</summary>
/// <param name="Relations">At most the limit asked for.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
public sealed record RelationListView(IReadOnlyList<RelationView> Relations, string? Next)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}
