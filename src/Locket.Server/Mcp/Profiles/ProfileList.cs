using Locket.Engine.Refusals;
using Locket.Server.Mcp.Profiles.ChatGpt;

namespace Locket.Server.Mcp.Profiles;

/// <summary>The profiles there are. A new one is a folder beside this file and a line in each of the two lists.</summary>
internal static class ProfileList
{
    /// <summary>No other server but this one: its own tools, also for a token that has a profile.</summary>
    public const string Own = "locket";

    public static readonly string[] Names = [Own, ChatGptProfile.ProfileName];

    public static IServiceCollection AddProfiles(this IServiceCollection services) => services
        .AddSingleton<McpProfile, ChatGptProfile>();

    /// <returns>The name.</returns>
    /// <exception cref="RefusalException">There is no profile of that name.</exception>
    public static string Demand(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? name
        : throw RefusalException.Invalid($"profile must be one of {string.Join(", ", Names)}");
}
