using Locket.Engine.Graph;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>
/// The reference server's knowledge graph (<c>@modelcontextprotocol/server-memory</c>): entities, observations, relations. An entity is a
/// described name, an observation a memory about it, a relation an edge.
/// </summary>
internal sealed class ServerMemoryProfile(NodeReader reader, NodeEngine nodes) : McpProfile
{
    public const string ProfileName = "server-memory";

    public override string Name => ProfileName;

    public override Implementation ServerInfo { get; } = new() { Name = "memory-server", Version = "0.6.3" };

    public override IReadOnlyList<ProfileTool> Tools { get; } =
    [
        .. KnowledgeWrites.Of(nodes), .. KnowledgeDeletes.Of(nodes), .. KnowledgeReads.Of(reader),
    ];

    public override IReadOnlyList<ProfileResource> Resources { get; } = [new KnowledgeGraphResource(reader)];

    // As the TypeScript SDK answers it: an answer of the tool, not an error of the protocol.
    public override CallToolResult NoSuchTool(string name) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = $"MCP error -32602: Tool {name} not found" }],
    };
}
