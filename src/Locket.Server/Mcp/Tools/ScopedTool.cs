using Locket.Engine.Security;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Tools;

/// <summary>A tool that says which scope it needs, so that it is shown to those who can use it and counted against their rates.</summary>
internal abstract class ScopedTool : McpServerTool
{
    /// <summary>Without this scope the tool is of no use at all, and is not listed.</summary>
    public abstract Scope Needs { get; }

    public sealed override IReadOnlyList<object> Metadata => [];

    /// <summary>What this one call needs, for a tool that both reads and writes. The engine decides again.</summary>
    public virtual Scope NeedsFor(CallToolRequestParams call) => Needs;
}
