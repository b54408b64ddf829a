namespace Locket.Server.Mcp;

/// <summary>The MCP face.</summary>
internal static class McpFace
{
    public static IMcpServerBuilder AddMcpFace(this IServiceCollection services) =>
        services.AddMcpServer().WithHttpTransport();

    public static void MapMcpFace(this IEndpointRouteBuilder routes) => routes.MapMcp("/mcp");
}
