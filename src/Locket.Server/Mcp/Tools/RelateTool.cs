using Locket.Engine.Graph;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Tools;

internal sealed class RelateTool(GraphEngine graph) : AgentTool(Card)
{
    private static readonly ToolCard Card = new("relate", "Relate", Scope.Write, AgentJson.Default.AgentRelation)
    {
        Description =
            "Record how two named things are connected, such as Ana – works at – Acme. Use it for lasting relations between people, "
            + "projects, places and things; use remember for everything else. With ends the relation is recorded as over.",
        Arguments =
        [
            new("from", ArgumentType.Text, "Name of the thing that the relation starts from. At most 128 characters.") { IsRequired = true },
            new("relation", ArgumentType.Text, "The relation in active voice, such as \"works at\". At most 64 characters.") { IsRequired = true },
            new("to", ArgumentType.Text, "Name of the thing that it leads to. At most 128 characters.") { IsRequired = true },
            new("ends", ArgumentType.Flag, "True ends the relation instead of adding it.") { Default = false },
        ],
        IsIdempotent = true,
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var relation = await graph.RelateAsync(
            request.Caller,
            request.Space,
            arguments.Text("from")!,
            arguments.Text("relation")!,
            arguments.Text("to")!,
            arguments.Flag("ends"),
            request.Key,
            cancellationToken);

        return Answer(AgentRelation.Of(relation), AgentJson.Default.AgentRelation);
    }
}
