using Locket.Engine.Graph;
using Locket.Engine.Security;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>The three tools that end things. Each is a forget: what was said stays in the history.</summary>
internal static class KnowledgeDeletes
{
    public static IReadOnlyList<KnowledgeTool> Of(NodeEngine nodes) =>
    [
        Tool(
            "delete_entities",
            "Delete Entities",
            "Delete entities with their observations and every relation at them. A name that there is not is passed over.",
            Shape.Object(("entityNames", Shape.List(Shape.Text(), "The names of the entities."))),
            "Entities deleted successfully",
            (request, arguments, cancellationToken) =>
                nodes.DeleteAsync(request.Caller, request.Space, arguments.Texts("entityNames"), request.Key, cancellationToken)),
        Tool(
            "delete_observations",
            "Delete Observations",
            "Delete single statements from entities, by their exact text. What is not there is passed over.",
            Shape.Object(("deletions", Shape.List(Shape.Object(
                ("entityName", Shape.Text("The entity that has them.")),
                ("observations", Shape.List(Shape.Text(), "The statements, word for word.")))))),
            "Observations deleted successfully",
            (request, arguments, cancellationToken) => nodes.DeleteObservationsAsync(
                request.Caller, request.Space, [.. arguments.List("deletions").Select(KnowledgeShapes.ToObserved("observations"))], request.Key, cancellationToken)),
        Tool(
            "delete_relations",
            "Delete Relations",
            "Delete relations by their three names. What is not there is passed over.",
            Shape.Object(("relations", Shape.List(KnowledgeShapes.Relation, "The relations to delete."))),
            "Relations deleted successfully",
            (request, arguments, cancellationToken) => nodes.DeleteLinksAsync(
                request.Caller, request.Space, [.. arguments.List("relations").Select(KnowledgeShapes.ToLink)], request.Key, cancellationToken)),
    ];

    private static KnowledgeTool Tool(
        string name, string title, string description, ObjectShape input, string message, Func<AgentRequest, ProfileArguments, CancellationToken, Task> run) => new(
        new ProfileCard(name, title, Scope.Write)
        {
            Description = description,
            Input = input,
            Output = KnowledgeShapes.Done,
            IsDestructive = true,
            IsIdempotent = true,
        },
        async (request, arguments, cancellationToken) =>
        {
            await run(request, arguments, cancellationToken);

            return KnowledgeTool.Done(message);
        });
}
