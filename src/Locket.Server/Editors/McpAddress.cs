using Locket.Server.Settings;

namespace Locket.Server.Editors;

/// <summary>The address at which a server elsewhere speaks MCP.</summary>
internal static class McpAddress
{
    /// <param name="url">The server's address, or that of its MCP endpoint.</param>
    /// <param name="space">The space to work in; the token's own where null.</param>
    /// <param name="profile">The server to answer as; the token's own where null.</param>
    /// <exception cref="SettingsException">A token may not be sent there, or the address holds one.</exception>
    public static string Of(string url, string? space, string? profile)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new SettingsException("--url must be a whole address such as https://memory.example");
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new SettingsException("--url must not hold a user name, a query or a fragment");
        }

        if (address.Scheme == "http" && !address.IsLoopback)
        {
            throw new SettingsException("--url must be https, or an address of this machine: the token would travel in the clear");
        }

        var path = address.AbsolutePath.TrimEnd('/');
        path = path.EndsWith("/mcp", StringComparison.Ordinal) ? path : path + "/mcp";

        return address.GetLeftPart(UriPartial.Authority)
            + path
            + (space is null ? "" : "/spaces/" + Uri.EscapeDataString(space))
            + (profile is null ? "" : "?profile=" + Uri.EscapeDataString(profile));
    }
}
