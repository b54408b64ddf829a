using System.Text.Json;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Commands;

public sealed class CommandProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_a_server_a_command_serves_itself_and_leaves_nothing_open()
    {
        var remembered = await RunAsync("remember", "likes", "tea", "--kind", "preference", "--json");
        var found = await RunAsync("recall", "tea", "--json");

        Assert.Equal(0, remembered.ExitCode);
        using var memory = JsonDocument.Parse(remembered.Output);
        using var results = JsonDocument.Parse(found.Output);
        Assert.Equal("likes tea", memory.RootElement.GetProperty("text").GetString());
        Assert.Equal(
            memory.RootElement.GetProperty("id").GetString(),
            results.RootElement.GetProperty("results")[0].GetProperty("memory").GetProperty("id").GetString());
        Assert.False(File.Exists(Path.Combine(Data, ".mcp_token")));
        Assert.False(File.Exists(Path.Combine(Data, "locket.sock")));
    }

    [Fact]
    public async Task With_a_server_a_command_asks_it()
    {
        await using var server = await LocketProcess.ServeAsync(Data);

        Assert.Equal(0, (await RunAsync("remember", "from the shell")).ExitCode);

        Assert.Contains("from the shell", (await RunAsync("list")).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, ".mcp_token")));
    }

    [Fact]
    public async Task After_a_kill_what_was_acknowledged_is_there()
    {
        string id;
        await using (var server = await LocketProcess.ServeAsync(Data))
        {
            id = (await RunAsync("remember", "acknowledged")).Output[..32];
            await server.KillAsync();
        }

        var history = await RunAsync("history", id);

        Assert.Equal(0, history.ExitCode);
        Assert.Contains("acknowledged", history.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("verify")).ExitCode);
    }

    [Fact]
    public async Task Several_commands_at_once_share_a_directory_without_a_server()
    {
        var ended = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => RunAsync("remember", $"number {number}")));

        Assert.All(ended, one => Assert.True(one.ExitCode == 0, one.Error));
        Assert.Equal(6, (await RunAsync("list")).Lines.Count(line => line.StartsWith("  number ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_text_is_read_from_stdin()
    {
        var id = (await LocketProcess.RunAsync(["remember", "-", "--data", Data], "two\nlines\n")).Output[..32];
        var revised = await LocketProcess.RunAsync(["revise", id, "-", "--data", Data], "changed");

        Assert.Equal(0, revised.ExitCode);
        var history = (await RunAsync("history", id)).Output;
        Assert.Contains("  two\n  lines\nversion 2", history, StringComparison.Ordinal);
        Assert.Contains("  changed", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forgotten_memory_comes_back_by_undo()
    {
        var id = (await RunAsync("remember", "come back")).Output[..32];

        Assert.Equal(0, (await RunAsync("forget", id)).ExitCode);
        Assert.Empty((await RunAsync("list")).Output);
        Assert.Equal(0, (await RunAsync("undo", id)).ExitCode);
        Assert.Contains("come back", (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "nope")]
    [InlineData(2, "remember")]
    [InlineData(2, "remember", "a text", "--knd", "note")]
    [InlineData(0, "remember", "--", "--knd", "is no option")]
    [InlineData(0, "remember", "--knd is no option")]
    [InlineData(0, "remember", "it froze at", "-5")]
    [InlineData(1, "backup", "/nowhere/at/all.db")]
    [InlineData(1, "verify")]
    [InlineData(1, "audit", "verify")]
    [InlineData(2, "list", "--limit", "0")]
    [InlineData(2, "recall", "x", "--since", "yesterday")]
    [InlineData(2, "token", "create", "x", "--expires", "2y")]
    [InlineData(2, "token", "create", "x", "--trust", "blind")]
    [InlineData(2, "list", "--space", "..")]
    [InlineData(1, "history", "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9")]
    [InlineData(1, "forget", "not-an-id")]
    [InlineData(1, "import", "/nowhere/at/all")]
    [InlineData(1, "remember", "t", "--metadata", "[")]
    [InlineData(1, "list", "--url", "http://127.0.0.1:1")]
    [InlineData(1, "list", "--url", "http://memory.example", "--token-file", "/dev/null")]
    [InlineData(0, "--help")]
    [InlineData(0, "--version")]
    [InlineData(0, "completion", "bash")]
    public async Task The_exit_code_tells_done_refused_and_misunderstood(int exit, params string[] arguments)
    {
        var ended = await LocketProcess.RunAsync(arguments, environment: ("LOCKET_DATA", Data));

        Assert.Equal(exit, ended.ExitCode);
        Assert.Equal(exit == 0, ended.Error.Length == 0);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_goes_on_after_bad_lines_and_changes_nothing_the_second_time()
    {
        var lines = string.Concat(Enumerable.Range(1, 600).Select(number => number == 300 ? "not json\n" : $"{{\"text\":\"memory {number}\",\"id\":\"x-{number}\"}}\n"));

        var first = await LocketProcess.RunAsync(["import", "-", "--data", Data], lines);
        var second = await LocketProcess.RunAsync(["import", "-", "--data", Data, "--json"], lines);

        Assert.Equal(1, first.ExitCode);
        Assert.Equal("599 imported, 0 there already, 1 refused\n", first.Output);
        Assert.StartsWith("line 300: ", first.Error, StringComparison.Ordinal);
        Assert.Contains("\"imported\":0,\"existing\":599,\"failed\":1", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_imported_elsewhere_is_the_same_export()
    {
        await RunAsync("remember", "Ünïcödé \u202e and \"quotes\"", "--tag", "#a", "--about", "R&D", "--metadata", "{\"n\":1.50}");
        var file = Path.Combine(_folder.FullName, "out.ndjson");
        var other = Path.Combine(_folder.FullName, "other");

        Assert.Equal(0, (await RunAsync("export", "--output", file)).ExitCode);
        Assert.Equal(0, (await LocketProcess.RunAsync(["import", file, "--data", other])).ExitCode);

        var exported = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var again = (await LocketProcess.RunAsync(["export", "--data", other])).Output;
        Assert.Equal(Without(exported, "source", "trust"), Without(again, "source", "trust"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_link_in_the_way_of_an_export_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        var target = Path.Combine(_folder.FullName, "target");
        var link = Path.Combine(_folder.FullName, "link");
        await File.WriteAllTextAsync(target, "mine", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, target);

        Assert.Equal(1, (await RunAsync("export", "--output", link)).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_secret_of_a_new_token_is_all_that_stdout_gets()
    {
        var created = await RunAsync("token", "create", "bot", "--scope", "memory:read", "--space", "user-*", "--default-space", "user-1", "--expires", "7d");
        var listed = await RunAsync("token", "list");

        Assert.Matches("^lkt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}\n$", created.Output);
        Assert.Contains(created.Output.Split('_')[1], created.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Output.Split('_')[2].Trim(), listed.Output, StringComparison.Ordinal);
        var id = created.Output.Split('_')[1];
        foreach (var command in (string[])["rotate", "revoke"])
        {
            var named = await RunAsync("token", command, "bot");
            Assert.Equal((1, $"locket: bot is the name of {id}: give the public id\n"), (named.ExitCode, named.Error));
            var absent = await RunAsync("token", command, "nobody");
            Assert.Equal((1, "locket: no token has the public id nobody: locket token list shows them\n"), (absent.ExitCode, absent.Error));
        }

        Assert.Equal(0, (await RunAsync("token", "revoke", id)).ExitCode);
        Assert.Contains("revoked", (await RunAsync("token", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_narrows_what_a_command_may_do()
    {
        await using var server = await LocketProcess.ServeAsync(Data);
        var file = Path.Combine(_folder.FullName, "bot.token");
        await File.WriteAllTextAsync(file, (await RunAsync("token", "create", "bot", "--scope", "memory:read")).Output, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }


        Assert.Equal(0, (await RunAsync("list", "--token-file", file)).ExitCode);
        var refused = await RunAsync("remember", "no", "--token-file", file);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("memory:write", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_gets_no_colours()
    {
        await RunAsync("remember", "plain");

        Assert.DoesNotContain('\u001b', (await RunAsync("list")).Output);
    }

    private static List<Dictionary<string, string>> Without(string lines, params string[] members) =>
    [
        .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            JsonDocument.Parse(line).RootElement.EnumerateObject()
                .Where(member => !members.Contains(member.Name, StringComparer.Ordinal))
                .ToDictionary(member => member.Name, member => member.Value.GetRawText(), StringComparer.Ordinal)),
    ];

    private Task<LocketProcess.Ended> RunAsync(params string[] arguments) => LocketProcess.RunAsync([.. arguments, "--data", Data]);
}
