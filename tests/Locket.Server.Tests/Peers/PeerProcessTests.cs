using System.Text.Json;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Peers;

public sealed class PeerProcessTests : IDisposable
{
    private readonly TempPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("mem0-results.json", "mem0", 3, 4)]
    [InlineData("openmemory.json", "openmemory", 2, 1)]
    [InlineData("mcp-memory-service.json", "mcp-memory-service", 2, 1)]
    [InlineData("claude-conversations.json", "claude", 3, 1)]
    [InlineData("chatgpt-conversations.json", "chatgpt", 4, 1)]
    [InlineData("notes", "markdown", 7, 1)]
    public async Task Each_format_goes_in_once_however_often_it_is_imported(string fixture, string format, int memories, int faults)
    {
        var first = await RunAsync("import", Fixture.PathOf(fixture), "--json");
        var again = await RunAsync("import", "--from", format, Fixture.PathOf(fixture), "--json");
        var exported = await RunAsync("export");

        Assert.StartsWith($$"""{"imported":{{memories}},"existing":0,"failed":{{faults}},""", first.Output, StringComparison.Ordinal);
        Assert.StartsWith($$"""{"imported":0,"existing":{{memories}},"failed":{{faults}},""", again.Output, StringComparison.Ordinal);
        Assert.Contains($"\"format\":\"{format}\",\"entities\":0,\"relations\":0,\"revised\":0,\"dry_run\":false", again.Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), (first.ExitCode, again.ExitCode));
        Assert.Contains($" as {format}\n", first.Error, StringComparison.Ordinal);
        Assert.All(exported.Lines.Take(memories), line => Assert.Contains($"\"imported_from\":\"{format}\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_memory_arrives_with_all_that_was_known_about_it()
    {
        await RunAsync("import", Fixture.PathOf("mem0-results.json"));
        var memory = JsonElement.Parse((await RunAsync("export")).Lines[0]);

        Assert.Equal("Is allergic to walnuts", memory.GetProperty("text").GetString());
        Assert.Equal("kitchen-7", memory.GetProperty("session").GetString());
        Assert.Equal("2025-02-03T11:05:06.789Z", memory.GetProperty("occurred_at").GetDateTimeOffset().ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", null));
        Assert.Equal("""["health","food"]""", memory.GetProperty("tags").GetRawText());
        Assert.Equal("import", memory.GetProperty("source").GetProperty("origin").GetString());
        Assert.Equal(
            """{"imported_from":"mem0","external_id":"6f1c9a52-0d3e-4c1b-9a77-1f2e3d4c5b6a","place":"kitchen","image_caption":"a bowl of nuts","user_id":"tomas","agent_id":"cook","run_id":"kitchen-7","updated_at":"2025-03-01T00:00:00Z"}""",
            memory.GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task What_says_something_else_there_by_now_is_revised_unless_it_was_ended_here()
    {
        var file = _place.Write("mem0.json", """[{"id":"1","memory":"likes tea"},{"id":"2","memory":"likes rain"}]""");
        await RunAsync("import", file);
        var rain = (await RunAsync("list", "--json")).Output;
        await RunAsync("forget", IdOf(rain, "likes rain"));
        _place.Write("mem0.json", """[{"id":"1","memory":"likes coffee"},{"id":"2","memory":"likes snow"},{"id":"3","memory":"new"}]""");

        var grown = await RunAsync("import", file);
        var again = await RunAsync("import", file);
        var listed = await RunAsync("list", "--json");

        Assert.Equal("1 imported, 2 there already, 1 revised, 0 refused\n", grown.Output);
        Assert.Equal("0 imported, 3 there already, 0 refused\n", again.Output);
        Assert.Contains("likes coffee", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("likes snow", listed.Output, StringComparison.Ordinal);
        Assert.Contains("likes tea", (await RunAsync("history", IdOf(listed.Output, "likes coffee"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_go_in_and_come_out_and_go_in_again_and_stay_the_same()
    {
        await RunAsync("import", Fixture.PathOf("notes"));
        await RunAsync("remember", "Two\n\nparagraphs <!-- /locket:1 --> here", "--author", "Ada", "--about", "Ada Byron", "--tag", "odd tag");
        await RunAsync("remember", "about nothing");
        var (one, two, other) = (_place["one"], _place["two"], _place["other"]);

        var exported = await RunAsync("export", "--to", "markdown", "--output", one);
        var imported = await LocketProcess.RunAsync(["import", one, "--data", other]);
        var back = await RunAsync("import", one);
        await LocketProcess.RunAsync(["export", "--to", "markdown", "--output", two, "--data", other]);

        Assert.Equal((0, $"9 memories of space me written to {one}\n"), (exported.ExitCode, exported.Error));
        Assert.Equal("9 imported, 0 there already, 0 refused, 1 named things, 4 relations\n", imported.Output);
        Assert.Equal("0 imported, 9 there already, 0 refused, 0 named things, 0 relations (5 known already)\n", back.Output);
        Assert.Equal(Files(one), Files(two));
        Assert.Contains("\n- [method] Water at ninety degrees keeps it mild #temperature #water #coffee (tried twice)\n", Files(one)["Pour Over.md"], StringComparison.Ordinal);
        Assert.Contains("\n- \"is better than\" [[Moka Pot]]\n", Files(one)["Pour Over.md"], StringComparison.Ordinal);
        Assert.Equal(Texts((await RunAsync("export")).Lines), Texts((await LocketProcess.RunAsync(["export", "--data", other])).Lines));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(one));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(one, "Pour Over.md")));
        }
    }

    [Fact]
    public async Task A_folder_of_somebody_else_is_never_replaced()
    {
        await RunAsync("remember", "x", "--about", "../../evil");
        var mine = _place.Write("mine/note.md", "mine");
        var folder = Path.GetDirectoryName(mine)!;
        var ours = _place["ours"];

        var refused = await RunAsync("export", "--to", "markdown", "--output", folder);
        var forced = await RunAsync("export", "--to", "markdown", "--output", folder, "--force");
        var first = await RunAsync("export", "--to", "markdown", "--output", ours);
        var second = await RunAsync("export", "--to", "markdown", "--output", ours);
        var third = await RunAsync("export", "--to", "markdown", "--output", ours, "--force");

        Assert.Equal((1, 1, 0, 1, 0), (refused.ExitCode, forced.ExitCode, first.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal("mine", await File.ReadAllTextAsync(mine, TestContext.Current.CancellationToken));
        Assert.Equal(["evil.md"], Files(ours).Keys);
        Assert.Equal(["data", "mine", "ours"], Directory.EnumerateFileSystemEntries(_place[""]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_broken_entry_of_an_archive_is_a_sentence_and_no_crash()
    {
        var zip = _place.Zip("data.zip", ("conversations.json", new string('[', 5_000)));
        var bytes = await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken);
        bytes.AsSpan(50, 10).Fill(0xFF);
        await File.WriteAllBytesAsync(zip, bytes, TestContext.Current.CancellationToken);

        var told = await RunAsync("import", zip);
        var named = await RunAsync("import", "--from", "claude", zip);

        Assert.Equal((1, 1), (told.ExitCode, named.ExitCode));
        Assert.DoesNotContain("   at ", told.Error + named.Error, StringComparison.Ordinal);
        Assert.Contains("data.zip", told.Error, StringComparison.Ordinal);
        Assert.Contains("conversations.json", named.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_knows_is_refused_with_the_way_out()
    {
        var ended = await RunAsync("import", _place.Write("song.txt", "la la la"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("name its format with --from", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Data));
    }

    private static string IdOf(string page, string text) => JsonElement.Parse(page).GetProperty("memories").EnumerateArray()
        .Single(memory => memory.GetProperty("text").GetString() == text).GetProperty("id").GetString()!;

    private static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*.md").ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);

    /// <summary>Everything but what the second server stamped itself, and when it first saw what carried no time of its own.</summary>
    // A note has no place for the time since when an edge holds; which there are, the notes themselves show.
    private static IEnumerable<string> Texts(IReadOnlyList<string> lines) => lines
        .Where(line => !line.StartsWith("{\"relation\":", StringComparison.Ordinal))
        .Select(line => string.Join(' ', JsonElement.Parse(line).EnumerateObject()
            .Where(member => member.Name is not ("source" or "trust" or "created_at"))
            .Select(member => $"{member.Name}={member.Value.GetRawText()}")))
        .Order(StringComparer.Ordinal);

    private Task<LocketProcess.Ended> RunAsync(params string[] arguments) => LocketProcess.RunAsync([.. arguments, "--data", _place.Data]);
}
