using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Profiles;

/// <summary>
/// Another server that this one can answer as, on the same store: what it says about itself, its tools and its resources, and
/// nothing of ours beside them. Who calls and in which space comes from the token and the address, as everywhere.
/// </summary>
internal abstract class McpProfile
{
    /// <summary>As it is chosen by; one of <see cref="ProfileList.Names"/>.</summary>
    public abstract string Name { get; }

    public abstract Implementation ServerInfo { get; }

    public virtual string? Instructions => null;

    /// <summary>In the order in which they are listed.</summary>
    public abstract IReadOnlyList<ProfileTool> Tools { get; }

    public virtual IReadOnlyList<ProfileResource> Resources => [];

    /// <returns>How that server answers the call of a tool that it does not have; null where that is a protocol error, as with us.</returns>
    public virtual CallToolResult? NoSuchTool(string name) => null;

    /// <summary>Makes the server of one request answer as this one.</summary>
    public void Apply(McpServerOptions options)
    {
        options.ServerInfo = ServerInfo;
        options.ServerInstructions = Instructions;
        options.ToolCollection = [.. Tools];
        options.ResourceCollection = Resources.Count == 0 ? null : [.. Resources];
        options.PromptCollection = null;
        options.Capabilities = null;
        options.Handlers.CompleteHandler = null;
    }
}
