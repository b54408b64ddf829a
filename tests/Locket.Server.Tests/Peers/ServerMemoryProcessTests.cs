using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Peers;

public sealed class ServerMemoryProcessTests : IDisposable
{
    private readonly TempPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task A_file_of_server_memory_goes_in_and_comes_out_again()
    {
        var fixture = Fixture.PathOf("server-memory.jsonl");
        var file = _place["out.jsonl"];

        var first = await RunAsync("import", fixture);
        var second = await RunAsync("import", fixture);
        var exported = await RunAsync("export", "--to", "server-memory", "--output", file);

        Assert.Equal((0, "3 imported, 0 there already, 0 refused, 3 named things, 2 relations\n"), (first.ExitCode, first.Output));
        Assert.Equal("reading server-memory.jsonl as server-memory\n", first.Error);
        Assert.Equal((0, "0 imported, 3 there already, 0 refused, 0 named things, 0 relations (5 known already)\n"), (second.ExitCode, second.Output));
        Assert.Equal((0, $"5 lines of space me written to {file}\n"), (exported.ExitCode, exported.Error));
        Assert.Equal(
            [
                """{"type":"entity","name":"Empty","entityType":"idea","observations":[]}""",
                """{"type":"entity","name":"Mira Lund","entityType":"person","observations":["Repairs clocks in Aarhus","Prefers to be written to in Danish"]}""",
                """{"type":"entity","name":"Tower Clock","entityType":"project","observations":["Strikes a minute early"]}""",
                """{"type":"relation","from":"Mira Lund","to":"Tower Clock","relationType":"looks after"}""",
                """{"type":"relation","from":"Tower Clock","to":"Empty","relationType":"inspires"}""",
            ],
            await LinesAsync(file));
    }

    [Fact]
    public async Task Our_own_export_brings_the_whole_graph_into_another_directory()
    {
        var (native, before, after) = (_place["out.ndjson"], _place["before.jsonl"], _place["after.jsonl"]);
        await RunAsync("import", Fixture.PathOf("server-memory.jsonl"));
        await RunAsync("export", "--output", native);
        await RunAsync("export", "--to", "server-memory", "--output", before);
        string[] elsewhere = ["--data", _place["other"]];

        var tried = await LocketProcess.RunAsync(["import", "--dry-run", native, .. elsewhere]);
        var imported = await LocketProcess.RunAsync(["import", native, .. elsewhere]);
        var again = await LocketProcess.RunAsync(["import", native, .. elsewhere]);
        await LocketProcess.RunAsync(["export", "--to", "server-memory", "--output", after, .. elsewhere]);

        Assert.Contains("3 named things, 2 relations", tried.Output, StringComparison.Ordinal);
        Assert.Equal((0, "3 imported, 0 there already, 0 refused, 3 named things, 2 relations\n", ""), (imported.ExitCode, imported.Output, imported.Error));
        Assert.Equal((0, "0 imported, 3 there already, 0 refused, 0 named things, 0 relations (5 known already)\n"), (again.ExitCode, again.Output));
        Assert.Equal(await LinesAsync(before), await LinesAsync(after));
    }

    [Fact]
    public async Task Broken_lines_are_told_and_the_exit_code_says_so()
    {
        var ended = await RunAsync("import", "--from", "server-memory", Fixture.PathOf("server-memory-broken.jsonl"), "--json");

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("""{"imported":2,"existing":0,"failed":7,"errors":["server-memory-broken.jsonl line 1: """, ended.Output, StringComparison.Ordinal);
        Assert.Equal(7, ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("nobody", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_forgotten_here_is_not_brought_back_when_the_export_has_grown()
    {
        var file = _place.Write("memory.jsonl", """{"type":"entity","name":"Mira","entityType":"person","observations":["old news"]}""");
        await RunAsync("import", file);
        var id = (await RunAsync("list")).Output[..32];
        await RunAsync("forget", id);
        _place.Write("memory.jsonl", """{"type":"entity","name":"Mira","entityType":"person","observations":["old news","fresh news"]}""");

        var again = await RunAsync("import", file);
        var listed = await RunAsync("list");

        Assert.Equal("1 imported, 1 there already, 0 refused, 0 named things, 0 relations (1 known already)\n", again.Output);
        Assert.DoesNotContain("old news", listed.Output, StringComparison.Ordinal);
        Assert.Contains("fresh news", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_be_stored_and_makes_no_data_directory()
    {
        var ended = await RunAsync("import", "--dry-run", Fixture.PathOf("server-memory.jsonl"));

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("Memories of each kind, with the beginnings of the first of them:\nobservation  3\n  Repairs clocks in Aarhus\n", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("3 would be imported, 0 twice in it, 0 refused, 3 named things, 2 relations; nothing was stored\n", ended.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Data));
    }

    [Fact]
    public async Task What_is_about_nothing_stands_under_the_name_of_the_space()
    {
        await RunAsync("remember", "the kettle is blue");
        await RunAsync("remember", "Ada keeps bees", "--about", "Ada");

        var exported = await RunAsync("export", "--to", "server-memory");

        Assert.Equal(
            [
                """{"type":"entity","name":"Ada","entityType":"","observations":["Ada keeps bees"]}""",
                """{"type":"entity","name":"me","entityType":"space","observations":["the kettle is blue"]}""",
            ],
            exported.Output.Split('\n'));
    }

    [Fact]
    public async Task An_export_never_replaces_a_file_unless_it_is_told_to()
    {
        await RunAsync("remember", "new");
        var file = _place.Write("mine.jsonl", "mine");

        var refused = await RunAsync("export", "--to", "server-memory", "--output", file);
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var forced = await RunAsync("export", "--to", "server-memory", "--output", file, "--force");

        Assert.Equal((1, "mine"), (refused.ExitCode, before));
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
        Assert.Contains("new", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Sorted, because relations come in the order of their ids, which says nothing within one millisecond.</summary>
    private static async Task<IEnumerable<string>> LinesAsync(string file) =>
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split('\n').Order(StringComparer.Ordinal);

    private Task<LocketProcess.Ended> RunAsync(params string[] arguments) => LocketProcess.RunAsync([.. arguments, "--data", _place.Data]);
}
