using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class PeerReaderTests
{
    [Fact]
    public async Task Mem0_memories_keep_times_categories_runs_and_metadata_and_broken_ones_are_named()
    {
        var path = Fixture.PathOf("mem0-results.json");
        var memory = (await Fixture.MemoriesAsync(PeerFormats.Mem0, path))[0];

        Assert.Equal(
            [
                "memory  [] Is allergic to walnuts",
                "fault mem0-results.json line 16 (results 2): it has no memory",
                "memory  [] Bakes on Sundays",
                "fault mem0-results.json line 18 (results 4): it contains a lone surrogate, which is not text",
                "fault mem0-results.json line 19 (results 5): it is not valid JSON of at most 64 levels",
                "fault mem0-results.json line 20 (results 6): it has no memory",
                "memory  [] The last of them",
            ],
            await Fixture.ReadAsync(PeerFormats.Mem0, path));
        Assert.Equal(["health", "food"], memory.Tags);
        Assert.Equal(("kitchen-7", "6f1c9a52-0d3e-4c1b-9a77-1f2e3d4c5b6a"), (memory.Session, memory.ExternalId));
        Assert.Equal(new DateTimeOffset(2025, 2, 3, 11, 5, 6, 789, TimeSpan.Zero), memory.OccurredAt);
        Assert.Equal(2100, memory.ExpiresAt!.Value.Year);
        Assert.Equal(["place", "image_caption", "user_id", "agent_id", "run_id", "updated_at"], memory.Metadata.Select(member => member.Key));
    }

    [Theory]
    [InlineData("""[{"id":1,"memory":"bare"}]""")]
    [InlineData("""{"count":1,"next":null,"results":[{"id":1,"memory":"bare"}]}""")]
    [InlineData("""{"memories":[{"id":1,"memory":"bare"}]}""")]
    public async Task Mem0_is_read_in_each_of_its_forms(string json)
    {
        using var place = new TempPlace();

        Assert.Equal(["memory  [] bare"], await Fixture.ReadAsync(PeerFormats.Mem0, place.Write("export.json", json)));
    }

    [Theory]
    [InlineData("""she said \"]}, {\" and [left""", "she said \"]}, {\" and [left")]
    [InlineData("""ends with a backslash \\""", "ends with a backslash \\")]
    [InlineData("""\\\"],[{""", "\\\"],[{")]
    public async Task What_looks_like_the_end_of_a_record_inside_a_text_ends_nothing(string json, string text)
    {
        using var place = new TempPlace();
        var file = place.Write("export.json", $$"""{"results":[{"id":1,"memory":"{{json}}"},{"id":2,"memory":"the next"}]}""");

        Assert.Equal([text, "the next"], (await Fixture.MemoriesAsync(PeerFormats.Mem0, file)).Select(memory => memory.Text));
    }

    [Fact]
    public async Task OpenMemory_gets_its_categories_and_programs_from_tables_that_may_come_later()
    {
        var path = Fixture.PathOf("openmemory.json");
        using var place = new TempPlace();
        var zip = place.Zip("backup.zip", ("memories.json", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)), ("memories.jsonl.gz", "unused"));
        var memories = await Fixture.MemoriesAsync(PeerFormats.OpenMemory, zip);

        Assert.Equal(
            [
                "memory  [] Takes the night train to Vienna",
                "memory  [] Wants no more newsletters",
                "note openmemory.json line 9 (memories 3): it was deleted there and is left out",
                "fault openmemory.json line 10 (memories 4): it has no content",
            ],
            await Fixture.ReadAsync(PeerFormats.OpenMemory, path));
        Assert.Equal(["travel"], memories[0].Tags);
        Assert.Equal(["work", "archived"], memories[1].Tags);
        Assert.Equal(["seat=window", "updated_at=2025-05-06T07:08:09+00:00", "app=cursor"], memories[0].Metadata.Select(member => $"{member.Key}={member.Value}"));
    }

    [Fact]
    public async Task OpenMemory_lines_in_gzip_are_read_where_the_tables_are_missing()
    {
        using var place = new TempPlace();
        var lines = """{"id":"m1","content":"packed","metadata":{},"created_at":null,"state":"active","app":"cursor","categories":["work"]}""" + "\n{bad\n";
        await using (var file = File.Create(place["memories.jsonl.gz"]))
        await using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(lines), TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            ["memory  [] packed", "fault memories.jsonl.gz line 2: it is not valid JSON of at most 64 levels"],
            await Fixture.ReadAsync(PeerFormats.OpenMemory, place["memories.jsonl.gz"]));
        Assert.Equal(["work"], (await Fixture.MemoriesAsync(PeerFormats.OpenMemory, place["memories.jsonl.gz"]))[0].Tags);
    }

    [Fact]
    public async Task Mcp_memory_service_keeps_types_tags_and_times()
    {
        var path = Fixture.PathOf("mcp-memory-service.json");
        var memories = await Fixture.MemoriesAsync(PeerFormats.McpMemoryService, path);

        Assert.Equal(
            [
                "memory decision [] Backups run at three in the night",
                "memory  [] Tags in one text",
                "fault mcp-memory-service.json line 7 (memories 3): it has no content",
            ],
            await Fixture.ReadAsync(PeerFormats.McpMemoryService, path));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1735689600500), memories[0].OccurredAt);
        Assert.Equal(["one", "two"], memories[1].Tags);
        Assert.Equal(new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero), memories[1].OccurredAt);
    }

    [Fact]
    public async Task Claude_messages_keep_who_said_them_when_and_in_which_conversation()
    {
        using var place = new TempPlace();
        var zip = place.Zip(
            "data.zip",
            ("conversations.json", await File.ReadAllTextAsync(Fixture.PathOf("claude-conversations.json"), TestContext.Current.CancellationToken)),
            ("memories.json", await File.ReadAllTextAsync(Fixture.PathOf("claude-memories.json"), TestContext.Current.CancellationToken)),
            ("users.json", "[]"));
        var memories = await Fixture.MemoriesAsync(PeerFormats.Claude, zip);

        Assert.Equal(
            [
                "memory message [] When do I plant beans?",
                "memory message [] In May,\n\nafter the last frost.",
                "memory message [] Thanks, from an old export",
                "fault conversations.json line 14 (record 3): it is neither a conversation nor a memory of Claude",
                "memory  [] Grows beans on a balcony.\n\nPrefers short answers.",
                "memory  [] The greenhouse needs glass.",
            ],
            await Fixture.ReadAsync(PeerFormats.Claude, zip));
        Assert.Equal(["user", "assistant", "user"], memories.Take(3).Select(memory => memory.Author));
        Assert.All(memories.Take(3), memory => Assert.Equal("conv-1", memory.Session));
        Assert.Equal(new DateTimeOffset(2025, 4, 1, 8, 0, 5, TimeSpan.Zero), memories[1].OccurredAt);
        Assert.Equal("conversation=Planting beans", memories[0].Metadata.Select(member => $"{member.Key}={member.Value}").Single());
    }

    [Fact]
    public async Task Of_a_ChatGPT_tree_only_the_branch_that_was_last_seen_is_read_and_only_what_was_said()
    {
        var path = Fixture.PathOf("chatgpt-conversations.json");
        var memories = await Fixture.MemoriesAsync(PeerFormats.ChatGpt, path);

        Assert.Equal(
            [
                "memory message [] How long does dough rest?",
                "memory message [] Twelve hours.",
                "memory message [] round",
                "memory message [] and round",
                "fault chatgpt-conversations.json line 23 (record 3): it has no mapping of messages",
            ],
            await Fixture.ReadAsync(PeerFormats.ChatGpt, path));
        Assert.Equal(("user", "gpt-1", "n2"), (memories[0].Author, memories[0].Session, memories[0].ExternalId));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000001500), memories[0].OccurredAt);
    }
}
