using System.Text.Json.Nodes;
using Locket.Server.Editors.Text;

namespace Locket.Server.Editors;

/// <summary>The editors and agents whose configuration is known. docs/guide/clients.md is compared with it by a test.</summary>
internal static class EditorTable
{
    private const string Servers = "mcpServers";
    private static readonly KeyValuePair<string, string> Stdio = KeyValuePair.Create("type", "stdio");

    public static IReadOnlyList<Editor> All { get; } =
    [
        new("claude-code", "Claude Code", new JsonConfig(Servers), places => places.In(places.Folder("CLAUDE_CONFIG_DIR") ?? places.Home, ".claude.json"))
        {
            ProjectFile = ".mcp.json",
            Marks = [Stdio],
            Remote = server => new JsonObject { ["type"] = "http", ["url"] = server.Url, ["headers"] = Bearer($"${{{server.TokenVariable}}}") },
        },
        new("claude-desktop", "Claude Desktop", new JsonConfig(Servers), ClaudeDesktop)
        {
            NoRemote = "its configuration file knows local servers only",
        },
        new("cursor", "Cursor", new JsonConfig(Servers), places => places.In(places.Home, ".cursor", "mcp.json"))
        {
            ProjectFile = ".cursor/mcp.json",
            Marks = [Stdio],
            Remote = server => new JsonObject { ["url"] = server.Url, ["headers"] = Bearer($"${{env:{server.TokenVariable}}}") },
        },
        new("vscode", "VS Code", new JsonConfig("servers", inputs: "inputs"), places => places.In(places.Settings, "Code", "User", "mcp.json"))
        {
            ProjectFile = ".vscode/mcp.json",
            Marks = [Stdio],
            Remote = server => new JsonObject { ["type"] = "http", ["url"] = server.Url, ["headers"] = Bearer($"${{input:{server.InputId}}}") },
        },
        new("codex", "Codex", new TomlConfig("mcp_servers"), places => places.In(places.Folder("CODEX_HOME") ?? places.In(places.Home, ".codex"), "config.toml"))
        {
            ProjectFile = ".codex/config.toml",
            Remote = server => new JsonObject { ["url"] = server.Url, ["bearer_token_env_var"] = server.TokenVariable },
        },
        new("gemini", "Gemini CLI", new JsonConfig(Servers), places => places.In(places.Home, ".gemini", "settings.json"))
        {
            ProjectFile = ".gemini/settings.json",
            Remote = server => new JsonObject { ["httpUrl"] = server.Url, ["headers"] = Bearer($"${{{server.TokenVariable}}}") },
            RemoteNote = "Gemini CLI has been seen to write the value of a variable back in its place when it saves its settings: look after it did.",
        },
        new("windsurf", "Windsurf", new JsonConfig(Servers), places => places.In(places.Home, ".codeium", "windsurf", "mcp_config.json"))
        {
            Remote = server => new JsonObject { ["serverUrl"] = server.Url, ["headers"] = Bearer($"${{env:{server.TokenVariable}}}") },
        },
        new("zed", "Zed", new JsonConfig("context_servers"), Zed)
        {
            ProjectFile = ".zed/settings.json",
            Marks = [KeyValuePair.Create("source", "custom")],
            NoRemote = "it sends a header as it stands in its settings, so the token would have to stand there",
        },
    ];

    public static Editor? Find(string id) => All.FirstOrDefault(editor => editor.Id == id);

    private static JsonObject Bearer(string reference) => new() { ["Authorization"] = "Bearer " + reference };

    // Where it came as a package of Windows, the program is shown this folder in place of %APPDATA%.
    private static string ClaudeDesktop(Places places)
    {
        const string File = "claude_desktop_config.json";
        if (places.Platform == Platform.Windows)
        {
            var packages = places.In(places.Folder("LOCALAPPDATA") ?? places.In(places.Home, "AppData", "Local"), "Packages");
            if (places.Folders(packages).FirstOrDefault(name => name.StartsWith("Claude_", StringComparison.OrdinalIgnoreCase)) is { } package)
            {
                return places.In(packages, package, "LocalCache", "Roaming", "Claude", File);
            }
        }

        return places.In(places.Settings, "Claude", File);
    }

    private static string Zed(Places places) => places.Platform switch
    {
        Platform.Windows => places.In(places.Settings, "Zed", "settings.json"),
        Platform.Mac => places.In(places.Home, ".config", "zed", "settings.json"),
        _ => places.In(places.Settings, "zed", "settings.json"),
    };
}
