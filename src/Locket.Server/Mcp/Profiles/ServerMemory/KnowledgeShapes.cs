using System.Text.Json;
using Locket.Engine.Graph;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>What goes in and out of the nine tools, and how it is read.</summary>
internal static class KnowledgeShapes
{
    public static Shape Entity { get; } = Shape.Object(
        ("name", Shape.Text("What the entity is called. At most 128 characters.")),
        ("entityType", Shape.Text("What sort of thing it is. At most 64 characters.")),
        ("observations", Shape.List(Shape.Text(), "Statements about it, one fact each.")));

    public static Shape Relation { get; } = Shape.Object(
        ("from", Shape.Text("The entity that the relation starts from.")),
        ("to", Shape.Text("The entity that it leads to.")),
        ("relationType", Shape.Text("The relation in active voice, such as works_at. At most 64 characters.")));

    public static ObjectShape Graph { get; } = Closed(("entities", Shape.List(Entity)), ("relations", Shape.List(Relation)));

    public static ObjectShape Done { get; } = Closed(("success", Shape.Flag()), ("message", Shape.Text()));

    public static ObjectShape Closed(params IReadOnlyList<(string Name, Shape Shape)> members) => new(members) { IsClosed = true };

    public static Node ToNode(JsonElement entity) => new(Text(entity, "name"), Text(entity, "entityType"), Texts(entity, "observations"));

    public static Link ToLink(JsonElement relation) => new(Text(relation, "from"), Text(relation, "relationType"), Text(relation, "to"));

    public static Func<JsonElement, Observed> ToObserved(string texts) => item => new Observed(Text(item, "entityName"), Texts(item, texts));

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static IReadOnlyList<string> Texts(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
