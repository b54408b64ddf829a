using Locket.Engine.Security;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Tools;

/// <summary>The tools there are, in the order in which they are listed.</summary>
internal static class AgentTools
{
    public static IServiceCollection AddAgentTools(this IServiceCollection services)
    {
        services.AddSingleton<RecalledText>().AddSingleton<SessionLabels>();

        return services
            .AddSingleton<McpServerTool, RememberTool>()
            .AddSingleton<McpServerTool, RecallTool>()
            .AddSingleton<McpServerTool, ContextTool>()
            .AddSingleton<McpServerTool, ReviseTool>()
            .AddSingleton<McpServerTool, ForgetTool>()
            .AddSingleton<McpServerTool, HistoryTool>()
            .AddSingleton<McpServerTool, RelateTool>()
            .AddSingleton<McpServerTool, ExploreTool>();
    }

    /// <summary>Whether a token with these scopes can use a tool at all; the engine decides again at each call.</summary>
    public static bool IsFor(this McpServerTool? tool, Scope scopes) => tool is not ScopedTool ours || scopes.HasFlag(ours.Needs);
}
