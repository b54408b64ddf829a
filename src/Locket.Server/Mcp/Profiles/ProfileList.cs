using Locket.Engine.Refusals;
using Locket.Server.Mcp.Profiles.AnthropicMemory;
using Locket.Server.Mcp.Profiles.ChatGpt;
using Locket.Server.Mcp.Profiles.McpMemoryService;
using Locket.Server.Mcp.Profiles.Mem0;
using Locket.Server.Mcp.Profiles.OpenMemory;
using Locket.Server.Mcp.Profiles.ServerMemory;

namespace Locket.Server.Mcp.Profiles;

/// <summary>The profiles there are. A new one is a folder beside this file and a line in each of the two lists.</summary>
internal static class ProfileList
{
    /// <summary>No other server but this one: its own tools, also for a token that has a profile.</summary>
    public const string Own = "locket";

    public static readonly string[] Names =
    [
        Own,
        ServerMemoryProfile.ProfileName,
        AnthropicMemoryProfile.ProfileName,
        ChatGptProfile.ProfileName,
        Mem0Profile.ProfileName,
        OpenMemoryProfile.ProfileName,
        McpMemoryServiceProfile.ProfileName,
    ];

    public static IServiceCollection AddProfiles(this IServiceCollection services) => services
        .AddSingleton<McpProfile, ServerMemoryProfile>()
        .AddSingleton<McpProfile, AnthropicMemoryProfile>()
        .AddSingleton<McpProfile, ChatGptProfile>()
        .AddSingleton<McpProfile, Mem0Profile>()
        .AddSingleton<McpProfile, OpenMemoryProfile>()
        .AddSingleton<McpProfile, McpMemoryServiceProfile>();

    /// <returns>The name.</returns>
    /// <exception cref="RefusalException">There is no profile of that name.</exception>
    public static string Demand(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? name
        : throw RefusalException.Invalid($"profile must be one of {string.Join(", ", Names)}");
}
