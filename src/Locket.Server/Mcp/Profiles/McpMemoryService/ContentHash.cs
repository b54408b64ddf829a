using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

/// <summary>What that server knows a memory by: the SHA-256 of its text in small letters, without the spaces around it.</summary>
internal static class ContentHash
{
    public static string Of(string text) => TextHash.Of(text);

    /// <returns>The newest memory that stands and has this hash, or null.</returns>
    public static Task<Memory?> FindAsync(BrowseEngine browse, AgentRequest request, string hash, CancellationToken cancellationToken) =>
        browse.FindByTextHashAsync(request.Caller, request.Space, hash.Trim(), cancellationToken);
}
