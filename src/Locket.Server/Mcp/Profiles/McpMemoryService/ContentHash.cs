using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Records;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

/// <summary>What that server knows a memory by: the SHA-256 of its text in small letters, without the spaces around it.</summary>
internal static class ContentHash
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant())));

    /// <returns>The newest memory that stands and has this hash, or null.</returns>
    public static async Task<Memory?> FindAsync(BrowseEngine browse, AgentRequest request, string hash, CancellationToken cancellationToken)
    {
        var wanted = hash.Trim();
        var found = await browse.FindTextsAsync(
            request.Caller,
            request.Space,
            new MemoryFilter { IncludeExpired = true },
            text => Of(text).Equals(wanted, StringComparison.OrdinalIgnoreCase),
            limit: 1,
            cancellationToken);

        return found.Count == 0 ? null : found[0];
    }
}
