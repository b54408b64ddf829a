using System.Text.Json;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Mcp.Profiles;

public sealed class Mem0ProfileTests
{
    private const string Path = "/mcp/spaces/alice?profile=mem0";

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task A_memory_lives_its_life_under_the_names_of_the_hosted_server(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: Path);

        var added = await agent.AskAsync(
            "add_memory", ("text", "I drink green tea"), ("user_id", "alice"), ("agent_id", "planner"), ("run_id", "r1"), ("metadata", new { topic = "home" }));
        var id = added.GetProperty("event_id").GetString();
        var found = await agent.AskAsync("search_memories", ("query", "what does she drink?"), ("filters", Json("""{"AND":[{"agent_id":"planner"}]}""")), ("limit", 3));
        var listed = await agent.AskAsync("get_memories", ("filters", new { topic = "home" }), ("page", 1), ("page_size", 5));
        var got = await agent.AskAsync("get_memory", ("memory_id", id));
        var updated = await agent.AskAsync("update_memory", ("memory_id", id), ("text", "I drink black tea"));
        var state = await agent.AskAsync("get_event_status", ("event_id", id));
        var events = await agent.AskAsync("list_events");
        var entities = await agent.AskAsync("list_entities");
        var deleted = await agent.AskAsync("delete_memory", ("memory_id", id));
        var gone = await agent.UseAsync("get_memory", ("memory_id", id));

        Assert.Equal("SUCCEEDED", added.GetProperty("status").GetString());
        Assert.Equal("ADD", added.GetProperty("results")[0].GetProperty("event").GetString());
        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.Equal(1, listed.GetProperty("count").GetInt32());
        Assert.Equal(("alice", "planner"), (got.GetProperty("user_id").GetString(), got.GetProperty("agent_id").GetString()));
        Assert.Equal("I drink black tea", updated.GetProperty("memory").GetString());
        Assert.Equal("SUCCEEDED", state.GetProperty("status").GetString());
        Assert.Equal(1, events.GetProperty("count").GetInt32());
        Assert.Equal(["alice", "planner", "r1"], entities.GetProperty("results").EnumerateArray().Select(each => each.GetProperty("name").GetString()));
        Assert.Equal("Memory deleted successfully!", deleted.GetProperty("message").GetString());
        Assert.True(gone.IsError);
    }

    [Fact]
    public async Task The_text_of_an_answer_is_the_same_json()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        var added = await agent.UseAsync("add_memory", ("text", "Zażółć gęślą jaźń"));

        Assert.Contains("Zażółć gęślą jaźń", Agents.Text(added), StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Agents.Text(added)), added.StructuredContent!.Value));
    }

    [Fact]
    public async Task Messages_go_before_the_text()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        await agent.AskAsync("add_memory", ("text", "a summary"), ("messages", new[] { new { role = "user", content = "one" }, new { role = "assistant", content = "two" } }));
        await agent.AskAsync("add_memory", ("text", "three"), ("messages", Array.Empty<object>()));
        var listed = await agent.AskAsync("get_memories");

        Assert.Equal(["three", "two", "one"], listed.GetProperty("results").EnumerateArray().Select(memory => memory.GetProperty("memory").GetString()));
    }

    [Fact]
    public async Task No_argument_leads_into_another_space_even_for_the_owner()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var other = await locket.AgentAsync(path: "/mcp/spaces/bob?profile=mem0");
        await using var agent = await locket.AgentAsync(path: Path);
        var id = (await other.AskAsync("add_memory", ("text", "a secret of bob"))).GetProperty("event_id").GetString();

        foreach (var (tool, arguments) in new (string, (string, object?)[])[]
        {
            ("add_memory", [("text", "x"), ("user_id", "bob")]),
            ("search_memories", [("query", "secret"), ("filters", new { user_id = "bob" })]),
            ("search_memories", [("query", "secret"), ("filters", Json("""{"OR":[{"user_id":"bob"}]}"""))]),
            ("get_memories", [("filters", Json("""{"AND":[{"user_id":"bob"}]}"""))]),
            ("get_memory", [("memory_id", id)]),
            ("update_memory", [("memory_id", id), ("text", "changed")]),
            ("delete_memory", [("memory_id", id)]),
            ("get_event_status", [("event_id", id)]),
            ("delete_all_memories", [("user_id", "bob")]),
            ("delete_entities", [("user_id", "bob")]),
        })
        {
            var answer = await agent.UseAsync(tool, arguments);

            Assert.True(answer.IsError, tool);
            Assert.DoesNotContain("a secret", Agents.Text(answer), StringComparison.Ordinal);
        }

        Assert.Equal(0, (await agent.AskAsync("list_entities")).GetProperty("count").GetInt32());
        Assert.Equal("a secret of bob", (await other.AskAsync("get_memory", ("memory_id", id))).GetProperty("memory").GetString());
    }

    [Fact]
    public async Task Deleting_all_keeps_to_what_is_named()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await agent.AskAsync("add_memory", ("text", "one"), ("agent_id", "a"));
        await agent.AskAsync("add_memory", ("text", "two"), ("run_id", "r"));
        await agent.AskAsync("add_memory", ("text", "three"));

        async Task<int> CountAsync() => (await agent.AskAsync("get_memories")).GetProperty("count").GetInt32();

        await agent.AskAsync("delete_all_memories", ("agent_id", "a"));
        Assert.Equal(2, await CountAsync());
        Assert.True((await agent.UseAsync("delete_entities")).IsError);
        Assert.True((await agent.UseAsync("delete_entities", ("agent_id", "a"), ("run_id", "r"))).IsError);
        await agent.AskAsync("delete_entities", ("run_id", "r"));
        Assert.Equal(1, await CountAsync());
        await agent.AskAsync("delete_all_memories");
        Assert.Equal(0, await CountAsync());
    }

    // As it stands: the client's own serialiser would write the names in another case.
    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
