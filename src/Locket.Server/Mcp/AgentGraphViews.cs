using Locket.Engine.Graph;

namespace Locket.Server.Mcp;

internal sealed record AgentRelation
{
    public required string Id { get; init; }

    public required string From { get; init; }

    public required string Relation { get; init; }

    public required string To { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public static AgentRelation Of(Relation relation) => new()
    {
        Id = relation.Id.ToString(),
        From = relation.From,
        Relation = relation.Name,
        To = relation.To,
        Since = relation.Since,
        Until = relation.Until,
    };
}

internal sealed record AgentEntity
{
    public required string Name { get; init; }

    public string? Type { get; init; }

    public required int Memories { get; init; }

    public static AgentEntity Of(Entity entity) => new() { Name = entity.Name, Type = entity.Type, Memories = entity.Memories };
}

internal sealed record ExploredView
{
    public required IReadOnlyList<AgentEntity> Entities { get; init; }

    public required IReadOnlyList<AgentRelation> Relations { get; init; }

    public required IReadOnlyList<AgentMemory> Memories { get; init; }
}
