using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary><c>locket serve</c>: the HTTP server.</summary>
internal static class ServeCommand
{
    public static Command Create() => new("serve", "Run the HTTP server: REST, and MCP at /mcp.");
}
