using System.Text.Json.Nodes;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Editors;

public sealed class InstallProcessTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("locket-");

    private string Claude => Path.Combine(_home.FullName, ".claude.json");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task What_was_installed_starts_this_very_program()
    {
        var installed = await RunAsync("install", "claude-code", "--yes", "--space", "work", "--profile", "locket");

        Assert.True(installed.ExitCode == 0, installed.Error);
        var entry = JsonNode.Parse(await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken))!["mcpServers"]!["locket"]!;
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "locket"), (string?)entry["command"]);
        Assert.Equal(["stdio", "--space", "work", "--profile", "locket"], entry["args"]!.AsArray().Select(argument => (string?)argument));
        Assert.Contains("claude-code  Claude Code  installed", (await RunAsync("install", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("already", (await RunAsync("install", "claude-code", "--space", "work", "--profile", "locket")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("uninstall", "claude-code", "--yes")).ExitCode);
        Assert.Empty(_home.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("LOCKET_DATA")]
    [InlineData("XDG_DATA_HOME")]
    public async Task A_data_directory_that_is_set_here_is_written_down_for_the_editor(string variable)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_DATA_HOME is Linux's");
        var place = Path.Combine(_home.FullName, "d");

        Assert.Equal(0, (await LocketProcess.RunAsync(["install", "cursor", "--yes"], "", ("HOME", _home.FullName), (variable, place))).ExitCode);

        var arguments = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_home.FullName, ".cursor", "mcp.json"), TestContext.Current.CancellationToken))!["mcpServers"]!["locket"]!["args"]!;
        Assert.StartsWith(place, (string?)arguments[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_unasked_and_a_dry_run_only_shows()
    {
        var asked = await RunAsync("install", "claude-code");
        var dry = await RunAsync("install", "claude-code", "--dry-run");

        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("+     \"locket\": {", dry.Output, StringComparison.Ordinal);
        Assert.Empty(_home.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_foreign_entry_is_shown_and_stays_until_it_is_replaced_by_force()
    {
        const string Theirs = """{"mcpServers":{"locket":{"command":"/usr/bin/theirs"}}}""";
        await File.WriteAllTextAsync(Claude, Theirs, TestContext.Current.CancellationToken);

        var refused = await RunAsync("install", "claude-code", "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("/usr/bin/theirs", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Theirs, await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken));

        Assert.Equal(0, (await RunAsync("install", "claude-code", "--yes", "--force")).ExitCode);
        Assert.DoesNotContain("theirs", await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("uninstall", "claude-code", "--yes")).ExitCode);
        Assert.Equal(Theirs, await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_others_changed_the_file_since_it_is_told_what_stays_beside_it()
    {
        await File.WriteAllTextAsync(Claude, """{"mcpServers":{}}""", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("install", "claude-code", "--yes")).ExitCode);
        var installed = await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Claude, """{ "theme": "dark", """ + installed[(installed.IndexOf('{', StringComparison.Ordinal) + 1)..], TestContext.Current.CancellationToken);

        var ended = await RunAsync("uninstall", "claude-code", "--yes");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains($"stays in {Claude}.before-locket", ended.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Claude + ".before-locket"));
    }

    [Theory]
    [InlineData("{ broken")]
    [InlineData("{\"mcpServers\": 5}")]
    public async Task A_file_that_cannot_be_read_is_left_alone_with_one_sentence(string text)
    {
        await File.WriteAllTextAsync(Claude, text, TestContext.Current.CancellationToken);

        foreach (var command in (string[])["install", "uninstall"])
        {
            var refused = await RunAsync(command, "claude-code", "--yes");

            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("left alone", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Equal(text, await File.ReadAllTextAsync(Claude, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_link_out_of_the_home_folder_is_told_and_not_followed_unasked()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        var elsewhere = Directory.CreateTempSubdirectory("locket-");
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(_home.FullName, ".cursor"), elsewhere.FullName);

            var refused = await RunAsync("install", "cursor", "--yes");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(elsewhere.FullName, refused.Error, StringComparison.Ordinal);
            Assert.Empty(elsewhere.EnumerateFiles());

            Assert.Equal(0, (await RunAsync("install", "cursor", "--yes", "--force")).ExitCode);
            Assert.True(File.Exists(Path.Combine(elsewhere.FullName, "mcp.json")));
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("vscode", ".config/Code/User/mcp.json", "${input:locket-token}")]
    [InlineData("claude-code", ".claude.json", "Bearer ${LOCKET_TOKEN}")]
    [InlineData("codex", ".codex/config.toml", "bearer_token_env_var = \"LOCKET_TOKEN\"")]
    [InlineData("cursor", ".cursor/mcp.json", "Bearer ${env:LOCKET_TOKEN}")]
    [InlineData("gemini", ".gemini/settings.json", "Bearer ${LOCKET_TOKEN}")]
    [InlineData("windsurf", ".codeium/windsurf/mcp_config.json", "Bearer ${env:LOCKET_TOKEN}")]
    public async Task A_server_elsewhere_gets_its_token_by_the_means_of_the_client(string client, string file, string reference)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "places of Linux");

        var installed = await LocketProcess.RunAsync(
            ["install", client, "--yes", "--url", "https://memory.example", "--space", "a b", "--profile", "locket"], "", ("HOME", _home.FullName), ("LOCKET_TOKEN", "lkt_s3cr3t"), ("MCP_MEMORY_TOKEN", "lkt_s3cr3ts3cr3ts3cr3ts3cr3t"));

        Assert.True(installed.ExitCode == 0, installed.Error);
        var text = await File.ReadAllTextAsync(Path.Combine(_home.FullName, file), TestContext.Current.CancellationToken);
        Assert.Contains(reference, text, StringComparison.Ordinal);
        Assert.Contains("https://memory.example/mcp/spaces/a%20b?profile=locket", text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", text + installed.Output + installed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "zed", "https://memory.example")]
    [InlineData(1, "claude-desktop", "https://memory.example")]
    [InlineData(2, "cursor", "http://memory.example")]
    [InlineData(2, "cursor", "https://me:pass@memory.example")]
    [InlineData(2, "cursor", "https://memory.example/?token=x")]
    [InlineData(2, "cursor", "memory.example")]
    public async Task Where_a_token_would_have_to_stand_in_the_clear_it_is_refused(int exit, string client, string url)
    {
        var refused = await RunAsync("install", client, "--yes", "--url", url);

        Assert.Equal(exit, refused.ExitCode);
        Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(_home.EnumerateFileSystemInfos());
    }

    private Task<LocketProcess.Ended> RunAsync(params string[] arguments) =>
        LocketProcess.RunAsync(arguments, "", ("HOME", _home.FullName), ("XDG_CONFIG_HOME", ""), ("XDG_DATA_HOME", ""), ("CLAUDE_CONFIG_DIR", ""), ("DOTNET_ROOT", ""));
}
