using System.Text.Json;
using Locket.Engine.Graph;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>The whole graph, to be attached to a conversation.</summary>
internal sealed class KnowledgeGraphResource(NodeReader nodes) : ProfileResource(new ResourceTemplate
{
    UriTemplate = "memory://knowledge-graph",
    Name = "knowledge-graph",
    Title = "Knowledge Graph",
    Description = "Every entity with its observations, and every relation.",
    MimeType = "application/json",
})
{
    protected override async Task<string> ReadAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        var graph = await nodes.ReadAsync(request.Caller, request.Space, cancellationToken);

        return ScriptJson.Indented(JsonSerializer.SerializeToElement(Knowledge.Of(graph), KnowledgeJson.Default.Knowledge));
    }
}
