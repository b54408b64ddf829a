using Locket.Engine.Graph;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>The three tools that add to the graph.</summary>
internal static class KnowledgeWrites
{
    public static IReadOnlyList<KnowledgeTool> Of(NodeEngine nodes) => [Entities(nodes), Relations(nodes), Observations(nodes)];

    private static KnowledgeTool Entities(NodeEngine nodes) => new(
        new ProfileCard("create_entities", "Create Entities", Scope.Write)
        {
            Description =
                "Add entities with what is known about them: people, projects, places, things. One whose name is there already is left as it "
                + "is; add_observations adds to it. Gives back those that are new.",
            Input = Shape.Object(("entities", Shape.List(KnowledgeShapes.Entity))),
            Output = KnowledgeShapes.Closed(("entities", Shape.List(KnowledgeShapes.Entity))),
        },
        async (request, arguments, cancellationToken) =>
        {
            var given = arguments.List("entities").Select(KnowledgeShapes.ToNode).ToList();
            var made = await nodes.CreateAsync(request.Caller, request.Space, given, request.Key, cancellationToken);

            return KnowledgeTool.Answer(new CreatedEntities([.. made.Select(Entity.Of)]), KnowledgeJson.Default.CreatedEntities, "entities");
        });

    private static KnowledgeTool Relations(NodeEngine nodes) => new(
        new ProfileCard("create_relations", "Create Relations", Scope.Write)
        {
            Description =
                "Connect entities by relations in active voice, such as Ana works_at Acme. One that is there already is left as it is. "
                + "Gives back those that are new.",
            Input = Shape.Object(("relations", Shape.List(KnowledgeShapes.Relation))),
            Output = KnowledgeShapes.Closed(("relations", Shape.List(KnowledgeShapes.Relation))),
        },
        async (request, arguments, cancellationToken) =>
        {
            var given = arguments.List("relations").Select(KnowledgeShapes.ToLink).ToList();
            var made = await nodes.RelateAsync(request.Caller, request.Space, given, request.Key, cancellationToken);

            return KnowledgeTool.Answer(
                new CreatedRelations([.. made.Select(KnowledgeRelation.Of)]), KnowledgeJson.Default.CreatedRelations, "relations");
        });

    private static KnowledgeTool Observations(NodeEngine nodes) => new(
        new ProfileCard("add_observations", "Add Observations", Scope.Write)
        {
            Description =
                "Add statements to entities that are there. One that the entity has already is not added again. Fails as a whole where an "
                + "entity is missing. Gives back what was added to each.",
            Input = Shape.Object(("observations", Shape.List(Shape.Object(
                ("entityName", Shape.Text("The entity to add to.")),
                ("contents", Shape.List(Shape.Text(), "The statements, one fact each.")))))),
            Output = KnowledgeShapes.Closed(("results", Shape.List(Shape.Object(
                ("entityName", Shape.Text()),
                ("addedObservations", Shape.List(Shape.Text())))))),
        },
        async (request, arguments, cancellationToken) =>
        {
            var given = arguments.List("observations").Select(KnowledgeShapes.ToObserved("contents")).ToList();
            try
            {
                var added = await nodes.ObserveAsync(request.Caller, request.Space, given, request.Key, cancellationToken);
                var results = new AddedObservations([.. added.Select(one => new AddedTo(one.Name, one.Observations))]);

                return KnowledgeTool.Answer(results, KnowledgeJson.Default.AddedObservations, "results");
            }
            catch (RefusalException missing) when (missing.Code == RefusalCode.NotFound)
            {
                return KnowledgeTool.Refuse(missing.Message);
            }
        });
}
