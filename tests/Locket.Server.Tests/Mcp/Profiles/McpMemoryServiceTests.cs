using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Mcp.Profiles;

public sealed class McpMemoryServiceTests
{
    private const string Path = "/mcp?profile=mcp-memory-service";

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task A_memory_lives_its_life_under_its_hash(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: Path);
        const string Content = " The boiler was repaired in May ";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("the boiler was repaired in may")));

        var stored = await agent.UseAsync(
            "memory_store", ("content", Content), ("conversation_id", "c1"), ("metadata", new { tags = "house, heating", type = "fact", cost = 120 }));
        var found = await agent.UseAsync("memory_search", ("query", "who repaired the boiler?"));
        var updated = await agent.AskAsync(
            "memory_update", ("content_hash", hash), ("updates", new { tags = new[] { "house" }, memory_type = "reminder", metadata = new { cost = 130 }, status = "paid" }));
        var listed = await agent.AskAsync("memory_list", ("tags", new[] { "house" }), ("memory_type", "reminder"));
        var deleted = await agent.UseAsync("memory_delete", ("content_hash", hash.ToUpperInvariant()));

        Assert.Equal($"Memory stored successfully (hash: {hash[..8]}...)", Agents.Text(stored));
        Assert.Equal(hash, stored.StructuredContent!.Value.GetProperty("content_hash").GetString());
        var first = found.StructuredContent!.Value.GetProperty("memories")[0];
        Assert.Equal((Content, hash, "fact"), (first.GetProperty("content").GetString(), first.GetProperty("content_hash").GetString(), first.GetProperty("memory_type").GetString()));
        Assert.Equal(["house", "heating"], first.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("""{"cost":120}""", first.GetProperty("metadata").GetRawText());
        Assert.StartsWith("Found the following memories:\n\nMemory 1:\nTimestamp: ", Agents.Text(found), StringComparison.Ordinal);
        Assert.Contains($"\nContent: {Content}\nHash: {hash}\nRelevance Score: ", Agents.Text(found), StringComparison.Ordinal);
        Assert.Contains("\nTags: house, heating\nType: fact\n---", Agents.Text(found), StringComparison.Ordinal);
        Assert.Equal(["tags", "memory_type", "metadata", "status"], updated.GetProperty("updated_fields").EnumerateArray().Select(field => field.GetString()));
        var changed = listed.GetProperty("memories")[0];
        Assert.Equal("""{"cost":130,"status":"paid"}""", changed.GetProperty("metadata").GetRawText());
        Assert.Equal((1, 1, 20, false), (listed.GetProperty("total").GetInt32(), listed.GetProperty("page").GetInt32(), listed.GetProperty("page_size").GetInt32(), listed.GetProperty("has_more").GetBoolean()));
        Assert.Equal($"Successfully deleted 1 memories\n- {hash}", Agents.Text(deleted));
        Assert.Equal("No matching memories found", Agents.Text(await agent.UseAsync("memory_search", ("query", "boiler"))));
    }

    [Fact]
    public async Task The_same_text_is_stored_once_however_it_is_written()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await agent.AskAsync("memory_store", ("content", "Tea is in the cupboard"));

        var plain = await agent.UseAsync("memory_store", ("content", "Tea is in the cupboard"));
        var other = await agent.UseAsync("memory_store", ("content", "  TEA is in the cupboard"), ("metadata", new { tags = "x" }));

        Assert.All([plain, other], answer => Assert.StartsWith("Error storing memory: Duplicate content detected", Agents.Text(answer), StringComparison.Ordinal));
        Assert.Equal(1, (await agent.AskAsync("memory_list")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Of_a_member_of_metadata_that_stands_twice_the_last_one_counts()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        var stored = await agent.UseAsync("memory_store", ("content", "x"), ("metadata", JsonElement.Parse("""{"cost":1,"tags":"a","cost":2}""")));
        var listed = await agent.AskAsync("memory_list");

        Assert.True(stored.IsError is not true, Agents.Text(stored));
        Assert.Equal("""{"cost":2}""", listed.GetProperty("memories")[0].GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task A_long_text_is_known_by_its_hash_too()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        var content = string.Concat(Enumerable.Repeat("a long text that no index keeps whole; ", 200));
        var hash = (await agent.AskAsync("memory_store", ("content", content))).GetProperty("content_hash").GetString();

        var exact = await agent.AskAsync("memory_search", ("query", "NO INDEX keeps"), ("mode", "exact"));
        var deleted = await agent.AskAsync("memory_delete", ("content_hash", hash));

        Assert.Equal(hash, exact.GetProperty("memories")[0].GetProperty("content_hash").GetString());
        Assert.Equal(1, deleted.GetProperty("deleted_count").GetInt32());
    }

    [Fact]
    public async Task Filters_narrow_a_search()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await using var own = await locket.AgentAsync();
        await own.AskAsync("remember", ("text", "green tea from May"), ("tags", new[] { "a", "b" }), ("occurred_at", "2024-05-10"), ("about", new[] { "Tea" }));
        await own.AskAsync("remember", ("text", "black tea from June"), ("tags", new[] { "b" }), ("occurred_at", "2024-06-10"));
        await own.AskAsync("remember", ("text", "coffee of today"));

        async Task<string> FindAsync(params (string, object?)[] arguments) => string.Join(
            ", ", (await agent.AskAsync("memory_search", arguments)).GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("content").GetString()));

        Assert.Equal("black tea from June, green tea from May", await FindAsync(("tags", "a,b")));
        Assert.Equal("green tea from May", await FindAsync(("tags", new[] { "a", "b" }), ("tag_match", "all")));
        Assert.Equal("green tea from May", await FindAsync(("query", "tea"), ("tags", "a")));
        Assert.Equal("black tea from June", await FindAsync(("query", "tea"), ("after", "2024-06-01"), ("before", "2024-07-01")));
        Assert.Equal("green tea from May", await FindAsync(("query", "tea"), ("time_expr", "in May 2024")));
        Assert.Equal("coffee of today", await FindAsync(("time_expr", "today")));
        Assert.Equal("green tea from May", await FindAsync(("entity", "Tea")));
        Assert.Equal("coffee of today", await FindAsync(("query", "offe"), ("mode", "exact")));
        Assert.Equal("coffee of today", await FindAsync(("query", "offe"), ("fallback", true)));
        Assert.Equal("", await FindAsync(("query", "offe")));
    }

    [Fact]
    public async Task Trust_counts_where_it_is_asked_for_and_a_small_answer_leaves_whole_memories_out()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        foreach (var number in Enumerable.Range(1, 5))
        {
            await agent.AskAsync("memory_store", ("content", $"tea number {number}"));
        }

        var boosted = await agent.AskAsync("memory_search", ("query", "tea"), ("quality_boost", 1), ("limit", 2));
        var small = await agent.UseAsync("memory_search", ("query", "tea"), ("max_response_chars", 400), ("include_debug", true));

        Assert.Equal(0.75, boosted.GetProperty("memories")[0].GetProperty("similarity_score").GetDouble());
        Assert.Equal(2, boosted.GetProperty("memories").GetArrayLength());
        var view = small.StructuredContent!.Value;
        var left = view.GetProperty("debug").GetProperty("left_out").GetInt32();
        Assert.InRange(left, 1, 4);
        Assert.Equal(5 - left, view.GetProperty("memories").GetArrayLength());
        Assert.EndsWith($"({left} more did not fit into 400 characters)", Agents.Text(small), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_deleted_without_a_filter_or_in_a_dry_run()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await agent.AskAsync("memory_store", ("content", "one"), ("metadata", new { tags = new[] { "old", "draft" } }));
        await agent.AskAsync("memory_store", ("content", "two"), ("metadata", new { tags = "old" }));
        await agent.AskAsync("memory_store", ("content", "three"));

        async Task<int> LeftAsync() => (await agent.AskAsync("memory_health")).GetProperty("statistics").GetProperty("total_memories").GetInt32();

        Assert.True((await agent.UseAsync("memory_delete")).IsError);
        Assert.True((await agent.UseAsync("memory_delete", ("tags", ""))).IsError);
        Assert.True((await agent.UseAsync("memory_delete", ("content_hash", new string('a', 64)))).IsError);
        var dry = await agent.AskAsync("memory_delete", ("tags", "old"), ("dry_run", true));
        Assert.Equal((2, 3), (dry.GetProperty("deleted_count").GetInt32(), await LeftAsync()));
        Assert.Equal(2, dry.GetProperty("deleted_hashes").GetArrayLength());
        Assert.Equal(1, (await agent.AskAsync("memory_delete", ("tags", "old,draft"), ("tag_match", "all"))).GetProperty("deleted_count").GetInt32());
        Assert.Equal(0, (await agent.AskAsync("memory_delete", ("before", "2000-01-01"))).GetProperty("deleted_count").GetInt32());
        Assert.Equal(2, (await agent.AskAsync("memory_delete", ("after", "2000-01-01"))).GetProperty("deleted_count").GetInt32());
        Assert.Equal(0, await LeftAsync());
    }

    [Theory]
    [InlineData("memory_store", "{}", "content must be a string")]
    [InlineData("memory_store", """{"content":"x","metadata":{"tags":5}}""", "metadata.tags must be an array of strings, or one string with commas")]
    [InlineData("memory_store", """{"content":" "}""", "text must not be empty")]
    [InlineData("memory_search", "{}", "query may be left out only where time_expr, after, before, tags or entity is given")]
    [InlineData("memory_search", """{"query":"x","mode":"psychic"}""", "mode must be one of semantic, exact, hybrid")]
    [InlineData("memory_search", """{"query":"x","limit":101}""", "limit must be from 1 to 100")]
    [InlineData("memory_search", """{"query":"x","quality_boost":2}""", "quality_boost must be a number from 0 to 1")]
    [InlineData("memory_search", """{"time_expr":"when the moon was full"}""", "time_expr is not understood")]
    [InlineData("memory_search", """{"query":"x","after":"soon"}""", "after must be a time")]
    [InlineData("memory_list", """{"page":0}""", "page must be from 1 to 1000000")]
    [InlineData("memory_list", """{"stale_days":-1}""", "stale_days must be from 0 to 36500")]
    [InlineData("memory_update", """{"content_hash":"zz","updates":{"tags":"a"}}""", "Failed to update memory metadata: Memory with hash zz not found")]
    public async Task A_bad_argument_gets_a_sentence_that_names_it(string tool, string arguments, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        var given = JsonElement.Parse(arguments).EnumerateObject().Select(pair => (pair.Name, (object?)pair.Value));

        var answer = await agent.UseAsync(tool, [.. given]);

        Assert.True(answer.IsError);
        Assert.StartsWith(sentence, Agents.Text(answer), StringComparison.Ordinal);
    }
}
