using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>A named thing, as it stands.</summary>
/// <param name="Type">What it was last described as, or null.</param>
/// <param name="Memories">How many current memories are about it.</param>
/// <param name="Relations">How many relations hold that begin or end at it.</param>
public sealed record EntityView(string Name, string? Type, int Memories, int Relations);

/// <summary>A directed edge between two named things, and from when to when it holds, where that is known.</summary>
public sealed record RelationView(MemoryId Id, string From, string Relation, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>What is known around a named thing.</summary>
/// <param name="Entities">Nearest first.</param>
/// <param name="Memories">About these entities, in their order, newest first within each.</param>
/// <param name="IsPartial">There was more than the limit.</param>
public sealed record GraphView(
    IReadOnlyList<EntityView> Entities,
    IReadOnlyList<RelationView> Relations,
    IReadOnlyList<MemoryId> Memories,
    bool IsPartial);
