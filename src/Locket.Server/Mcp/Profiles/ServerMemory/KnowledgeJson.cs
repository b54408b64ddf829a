using System.Text.Json.Serialization;
using Locket.Engine.Graph;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

internal sealed record Entity(string Name, string EntityType, IReadOnlyList<string> Observations)
{
    public static Entity Of(Node node) => new(node.Name, node.Type, node.Observations);
}

internal sealed record KnowledgeRelation(string From, string To, string RelationType)
{
    public static KnowledgeRelation Of(Link link) => new(link.From, link.To, link.Relation);
}

internal sealed record Knowledge(IReadOnlyList<Entity> Entities, IReadOnlyList<KnowledgeRelation> Relations)
{
    public static Knowledge Of(NodeGraph graph) => new([.. graph.Nodes.Select(Entity.Of)], [.. graph.Links.Select(KnowledgeRelation.Of)]);
}

internal sealed record CreatedEntities(IReadOnlyList<Entity> Entities);

internal sealed record CreatedRelations(IReadOnlyList<KnowledgeRelation> Relations);

internal sealed record AddedTo(string EntityName, IReadOnlyList<string> AddedObservations);

internal sealed record AddedObservations(IReadOnlyList<AddedTo> Results);

internal sealed record Deleted(bool Success, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Knowledge))]
[JsonSerializable(typeof(CreatedEntities))]
[JsonSerializable(typeof(CreatedRelations))]
[JsonSerializable(typeof(AddedObservations))]
[JsonSerializable(typeof(Deleted))]
internal sealed partial class KnowledgeJson : JsonSerializerContext;
