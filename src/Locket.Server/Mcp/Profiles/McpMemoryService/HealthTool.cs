using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Locket.Server.Mem0;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

internal sealed class HealthTool(BrowseEngine browse) : ProfileTool(Card)
{
    private static readonly ProfileCard Card = new("memory_health", "Check health", Scope.Read)
    {
        Description = "Whether the memory answers, and how much it holds.",
        Input = Shape.Object(),
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken)
    {
        var summary = await browse.SummariseAsync(request.Caller, request.Space, cancellationToken);
        var view = new ServiceHealth("healthy", "locket", new ServiceNumbers(
            summary.All?.Memories ?? 0,
            summary.Tags.Count,
            summary.All is { } oldest ? Mem0Time.Iso(oldest.First) : null,
            summary.All is { } newest ? Mem0Time.Iso(newest.Last) : null));

        return Answer(
            $"Database Health Check Results:\n{JsonSerializer.Serialize(view, ServiceText.Indented.ServiceHealth)}",
            JsonSerializer.SerializeToElement(view, ServiceJson.Default.ServiceHealth));
    }
}
