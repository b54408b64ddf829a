using System.Net;
using System.Text;
using System.Text.Json;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Mcp.Profiles;

public sealed class OpenMemoryTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Agents.Stateless, "/mcp?profile=openmemory")]
    [InlineData(Agents.Handshake, "/mcp?profile=openmemory")]
    [InlineData(Agents.Handshake, "/mcp/cursor/http/me")]
    [InlineData("2025-03-26", "/mcp/claude/http/me")]
    public async Task Its_five_tools_answer_as_they_did(string era, string path)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: path);

        var added = JsonElement.Parse(Agents.Text(await agent.UseAsync("add_memories", ("text", "I drink green tea"))));
        await agent.UseAsync("add_memories", ("text", "My bicycle is blue"), ("infer", true));
        var found = JsonElement.Parse(Agents.Text(await agent.UseAsync("search_memory", ("query", "tea"))));
        var listed = JsonElement.Parse(Agents.Text(await agent.UseAsync("list_memories")));
        var id = added.GetProperty("results")[0].GetProperty("id").GetString();
        var deleted = await agent.UseAsync("delete_memories", ("memory_ids", new[] { id, new string('0', 32) }));
        var again = await agent.UseAsync("delete_memories", ("memory_ids", new[] { id }));
        var all = await agent.UseAsync("delete_all_memories");

        Assert.Equal("ADD", added.GetProperty("results")[0].GetProperty("event").GetString());
        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.Equal(
            ["id", "memory", "hash", "created_at", "updated_at", "score"],
            found.GetProperty("results")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["My bicycle is blue", "I drink green tea"], listed.EnumerateArray().Select(memory => memory.GetProperty("memory").GetString()));
        Assert.Equal("Successfully deleted 1 memories", Agents.Text(deleted));
        Assert.Equal((true, "Error: No accessible memories found with provided IDs"), (again.IsError, Agents.Text(again)));
        Assert.Equal("Successfully deleted all memories", Agents.Text(all));
        Assert.Equal("[]", Agents.Text(await agent.UseAsync("list_memories")));
    }

    [Fact]
    public async Task More_ids_than_its_limit_are_refused_before_any_is_looked_for()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: "/mcp?profile=openmemory");
        var ids = Enumerable.Range(0, 101).Select(number => $"{number:x32}").ToArray();

        var most = await agent.UseAsync("delete_memories", ("memory_ids", ids[..100]));
        var more = await agent.UseAsync("delete_memories", ("memory_ids", ids));

        Assert.Equal("Error: No accessible memories found with provided IDs", Agents.Text(most));
        Assert.StartsWith("memory_ids must name at most 100 memories", Agents.Text(more), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_address_names_the_space_and_the_app()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: "/mcp/claude%20code/http/team%2Fa");
        await using var other = await locket.AgentAsync(path: "/mcp/cursor/http/team");

        await agent.UseAsync("add_memories", ("text", "said in the team's space"));
        using var client = locket.Client();
        using var mem0 = await client.GetAsync(new Uri("/v1/memories/?user_id=team/a", UriKind.Relative), Cancel);

        Assert.Equal("[]", Agents.Text(await other.UseAsync("list_memories")));
        var memory = JsonElement.Parse(await mem0.Content.ReadAsStringAsync(Cancel))[0];
        Assert.Equal(("said in the team's space", "claude code"), (memory.GetProperty("memory").GetString(), memory.GetProperty("app_id").GetString()));
    }

    [Theory]
    [InlineData("bob", HttpStatusCode.OK)]
    [InlineData("alice", HttpStatusCode.Forbidden)]
    [InlineData("%20", HttpStatusCode.BadRequest)]
    public async Task A_user_of_its_address_must_be_a_space_of_the_token(string user, HttpStatusCode status)
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { DefaultSpace = SpaceName.Parse("bob") }));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/mcp/cursor/http/{user}")
        {
            Content = new StringContent(List, Encoding.UTF8, "application/json"),
            Headers = { { "Accept", "application/json, text/event-stream" } },
        };

        using var answer = await client.SendAsync(request, Cancel);

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("/mcp/cursor/sse/me")]
    [InlineData("/mcp/messages/")]
    public async Task The_older_transport_is_not_offered(string path)
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Its_address_answers_as_itself_whatever_the_query_says()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: "/mcp/cursor/http/me?profile=chatgpt");

        var tools = await agent.ListToolsAsync(cancellationToken: Cancel);

        Assert.Equal(
            ["add_memories", "delete_all_memories", "delete_memories", "list_memories", "search_memory"],
            tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
    }
}
