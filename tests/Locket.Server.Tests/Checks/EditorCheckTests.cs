using Locket.Engine.Tokens;
using Locket.Server.Checks;

namespace Locket.Server.Tests.Checks;

public sealed class EditorCheckTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "locket");

    [Fact]
    public Task An_entry_that_starts_this_program_is_well() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"locket":{"command":"PROGRAM","args":["stdio"]}}}""", Health.Well, "Cursor starts this program", null);

    [Fact]
    public Task A_program_that_is_gone() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"locket":{"command":"/nowhere/locket","args":["stdio"]}}}""", Health.Wrong, "not there any more", "locket install cursor --force");

    [Fact]
    public Task A_program_that_cannot_be_executed() =>
        SaysAsync(".claude.json", """{"mcpServers":{"locket":{"command":"HOME/data"}}}""", Health.Wrong, "cannot be executed", "chmod +x");

    [Fact]
    public Task Another_program_than_this_one() =>
        SaysAsync(".codex/config.toml", "[mcp_servers.locket]\ncommand = '/bin/sh'\n", Health.Warning, "Codex starts /bin/sh, and this program is", "locket install codex --force");

    [Fact]
    public Task A_program_without_its_path() =>
        SaysAsync(".gemini/settings.json", """{"mcpServers":{"mem":{"command":"locket"}}}""", Health.Warning, "without its whole path", "locket install gemini --force --name mem");

    [Fact]
    public Task A_data_directory_that_is_gone() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"locket":{"command":"PROGRAM","args":["stdio","--data","/nowhere/at/all"]}}}""", Health.Warning, "is told the data directory /nowhere/at/all", "locket install cursor --force");

    [Theory]
    [InlineData(".cursor/mcp.json", """{"mcpServers":{"x":{"url":"https://m.example/mcp","headers":{"Authorization":"Bearer TOKEN"}}}}""", "locket token revoke abcdefghijkl")]
    [InlineData(".cursor/mcp.json", """{"mcpServers":{"locket":{"command":"/bin/sh","env":{"MCP_MEMORY_TOKEN":"s3cr3ts3cr3t"}}}}""", "locket token revoke ID")]
    [InlineData(".codex/config.toml", "[mcp_servers.locket]\nurl = 'https://m.example/mcp'\nbearer_token = 's3cr3ts3cr3t'\n", "locket token revoke ID")]
    public Task A_token_in_the_clear(string file, string text, string mend) => SaysAsync(file, text, Health.Wrong, "holds a token in the clear", mend);

    [Fact]
    public Task A_reference_to_a_token_is_well() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"locket":{"url":"https://m.example/mcp","headers":{"Authorization":"Bearer ${env:LOCKET_TOKEN}"}}}}""", Health.Well, "calls a server elsewhere", null);

    [Fact]
    public Task A_configuration_that_cannot_be_read() => SaysAsync(".config/zed/settings.json", "{ broken", Health.Warning, "the configuration of Zed cannot be read", "correct");

    [Fact]
    public async Task A_configuration_that_may_not_be_opened_is_told_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "places of Linux");
        await using var clinic = await Clinic.OpenAsync();
        Directory.CreateDirectory(Path.Combine(clinic.Home, ".cursor", "mcp.json"));

        var found = Assert.Single(new EditorCheck().Look(await clinic.PatientAsync()));

        Assert.StartsWith("whether Cursor has Locket is not known: ", found.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, found.Sentence.Split("mcp.json").Length);
    }

    [Fact]
    public Task What_others_left_broken_is_in_nobodys_way() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"a":{"command":"x","command":"y"},"\ud800":{},"locket":{"command":"PROGRAM","args":["stdio"]}}}""", Health.Well, "Cursor starts this program", null);

    [Fact]
    public Task Servers_of_others_are_not_looked_at() =>
        SaysAsync(".cursor/mcp.json", """{"mcpServers":{"other":{"command":"/nowhere/other","env":{"TOKEN":"s3cr3t"}}}}""", Health.Well, "no editor has Locket", null);

    private static async Task SaysAsync(string file, string text, Health health, string sentence, string? mend)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "places of Linux");
        await using var clinic = await Clinic.OpenAsync();
        var path = Path.Combine(clinic.Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(Path.Combine(clinic.Home, "data"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace("HOME", clinic.Home, StringComparison.Ordinal).Replace("PROGRAM", Program, StringComparison.Ordinal).Replace("Bearer TOKEN", "Bearer " + AccessToken.NewNamed("abcdefghijkl"), StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var found = new EditorCheck().Look(await clinic.PatientAsync()).ToList();

        Assert.Contains(found, finding => finding.Health == health
            && finding.Sentence.Contains(sentence, StringComparison.Ordinal)
            && (mend is null || finding.Mend!.Contains(mend, StringComparison.Ordinal)));
        Assert.DoesNotContain("s3cr3t", string.Concat(found), StringComparison.Ordinal);
        Assert.DoesNotContain("lkt_", string.Concat(found), StringComparison.Ordinal);
    }
}
