using Locket.Server.Editors;

namespace Locket.Server.Tests.Editors;

public sealed class PlacesTests
{
    private const string Home = "/home/ada";
    private const string MacHome = "/Users/ada";
    private const string WindowsHome = @"C:\Users\ada";

    [Theory]
    [InlineData("claude-code", "/home/ada/.claude.json", "/Users/ada/.claude.json", @"C:\Users\ada\.claude.json")]
    [InlineData("claude-desktop", "/home/ada/.config/Claude/claude_desktop_config.json", "/Users/ada/Library/Application Support/Claude/claude_desktop_config.json", @"C:\Users\ada\AppData\Roaming\Claude\claude_desktop_config.json")]
    [InlineData("cursor", "/home/ada/.cursor/mcp.json", "/Users/ada/.cursor/mcp.json", @"C:\Users\ada\.cursor\mcp.json")]
    [InlineData("vscode", "/home/ada/.config/Code/User/mcp.json", "/Users/ada/Library/Application Support/Code/User/mcp.json", @"C:\Users\ada\AppData\Roaming\Code\User\mcp.json")]
    [InlineData("codex", "/home/ada/.codex/config.toml", "/Users/ada/.codex/config.toml", @"C:\Users\ada\.codex\config.toml")]
    [InlineData("gemini", "/home/ada/.gemini/settings.json", "/Users/ada/.gemini/settings.json", @"C:\Users\ada\.gemini\settings.json")]
    [InlineData("windsurf", "/home/ada/.codeium/windsurf/mcp_config.json", "/Users/ada/.codeium/windsurf/mcp_config.json", @"C:\Users\ada\.codeium\windsurf\mcp_config.json")]
    [InlineData("zed", "/home/ada/.config/zed/settings.json", "/Users/ada/.config/zed/settings.json", @"C:\Users\ada\AppData\Roaming\Zed\settings.json")]
    public void Each_client_has_its_place_on_each_system(string id, string linux, string mac, string windows)
    {
        var editor = EditorTable.Find(id)!;

        Assert.Equal(linux, editor.UserFile(On(Platform.Linux, Home)));
        Assert.Equal(mac, editor.UserFile(On(Platform.Mac, MacHome)));
        Assert.Equal(windows, editor.UserFile(On(Platform.Windows, WindowsHome)));
    }

    [Theory]
    [InlineData("claude-code", "CLAUDE_CONFIG_DIR", "/srv/claude", "/srv/claude/.claude.json")]
    [InlineData("codex", "CODEX_HOME", "/srv/codex", "/srv/codex/config.toml")]
    [InlineData("vscode", "XDG_CONFIG_HOME", "/srv/config", "/srv/config/Code/User/mcp.json")]
    [InlineData("zed", "XDG_CONFIG_HOME", "/srv/config/", "/srv/config/zed/settings.json")]
    [InlineData("zed", "XDG_CONFIG_HOME", "relative", "/home/ada/.config/zed/settings.json")]
    [InlineData("codex", "CODEX_HOME", "", "/home/ada/.codex/config.toml")]
    public void A_variable_moves_a_place_on_linux(string id, string variable, string value, string path) =>
        Assert.Equal(path, EditorTable.Find(id)!.UserFile(On(Platform.Linux, Home, (variable, value))));

    [Theory]
    [InlineData("claude-desktop", "APPDATA", @"D:\Roaming", @"D:\Roaming\Claude\claude_desktop_config.json")]
    [InlineData("vscode", "APPDATA", @"\\server\ada", @"\\server\ada\Code\User\mcp.json")]
    [InlineData("claude-code", "CLAUDE_CONFIG_DIR", @"D:\claude", @"D:\claude\.claude.json")]
    public void A_variable_moves_a_place_on_windows(string id, string variable, string value, string path) =>
        Assert.Equal(path, EditorTable.Find(id)!.UserFile(On(Platform.Windows, WindowsHome, (variable, value))));

    [Fact]
    public void Claude_Desktop_from_the_store_of_Windows_reads_the_folder_of_its_package()
    {
        const string Packages = @"C:\Users\ada\AppData\Local\Packages";
        var places = On(Platform.Windows, WindowsHome) with { Folders = folder => folder == Packages ? ["Other_1", "Claude_pzs8abc"] : [] };

        Assert.Equal(Packages + @"\Claude_pzs8abc\LocalCache\Roaming\Claude\claude_desktop_config.json", EditorTable.Find("claude-desktop")!.UserFile(places));
    }

    [Fact]
    public void The_eight_of_the_promise_are_there() =>
        Assert.Equal(["claude-code", "claude-desktop", "cursor", "vscode", "codex", "gemini", "windsurf", "zed"], EditorTable.All.Select(editor => editor.Id));

    private static Places On(Platform platform, string home, params (string Name, string Value)[] variables) =>
        new(platform, home, name => variables.FirstOrDefault(variable => variable.Name == name).Value, _ => []);
}
