using Locket.Engine.Records;

namespace Locket.Engine.Graph;

/// <param name="Memories">How many active memories are about it.</param>
public sealed record Entity(string Name, string? Type, int Memories);

/// <param name="Until">Null while it holds.</param>
public sealed record Relation(MemoryId Id, string From, string Name, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>What is known around a named thing: nearest entities first, the relations that hold among them, memories about the thing itself.</summary>
public sealed record Neighbourhood(IReadOnlyList<Entity> Entities, IReadOnlyList<Relation> Relations, IReadOnlyList<Memory> Memories);

/// <summary>The graph of a space as it goes out and comes in again, beside the memories.</summary>
/// <param name="Entities">What described things are called, oldest first; a thing that is only spoken of is not among them.</param>
/// <param name="Relations">Edges that hold, oldest first, each with the time since when.</param>
public sealed record DescribedGraph(IReadOnlyList<EntityContent> Entities, IReadOnlyList<RelationContent> Relations);
