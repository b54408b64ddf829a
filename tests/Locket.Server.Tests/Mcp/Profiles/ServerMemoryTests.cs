using System.Text.Json;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Tests.Mcp.Profiles;

/// <summary>The knowledge graph, answered as the reference server does; <c>eng/suites/server-memory</c> compares with that server itself.</summary>
public sealed class ServerMemoryTests
{
    private const string Path = "/mcp?profile=server-memory";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task It_says_that_it_is_that_server(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: Path);

        Assert.Equal(("memory-server", "0.6.3"), (agent.ServerInfo?.Name, agent.ServerInfo?.Version));
        Assert.Null(agent.ServerInstructions);
        Assert.Equal(["memory://knowledge-graph"], (await agent.ListResourcesAsync(cancellationToken: Cancel)).Select(resource => resource.Uri));
        Assert.Equal("MCP error -32602: Tool remember not found", Agents.Text(await agent.UseAsync("remember", ("text", "x"))));
    }

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task What_is_created_is_answered_and_read_in_the_form_and_order_of_the_original(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: Path);

        var created = await UseAsync(agent, "create_entities", """{"entities":[{"name":"Zoë","entityType":"person","observations":["a","a"]},{"name":"Ada","entityType":"robot","observations":[]}]}""");
        var again = await UseAsync(agent, "create_entities", """{"entities":[{"name":"Ada","entityType":"other","observations":["lost"]}]}""");
        var related = await UseAsync(agent, "create_relations", """{"relations":[{"from":"Zoë","to":"Nowhere","relationType":"lives in"}]}""");
        var graph = await UseAsync(agent, "read_graph", "{}");
        var resource = await agent.ReadResourceAsync("memory://knowledge-graph", cancellationToken: Cancel);

        Assert.Equal("[\n  {\n    \"name\": \"Zoë\",\n    \"entityType\": \"person\",\n    \"observations\": [\n      \"a\",\n      \"a\"\n    ]\n  },\n  {\n    \"name\": \"Ada\",\n    \"entityType\": \"robot\",\n    \"observations\": []\n  }\n]", Agents.Text(created));
        Assert.Equal(("[]", """{"entities":[]}"""), (Agents.Text(again), again.StructuredContent!.Value.GetRawText()));
        Assert.Equal("[\n  {\n    \"from\": \"Zoë\",\n    \"to\": \"Nowhere\",\n    \"relationType\": \"lives in\"\n  }\n]", Agents.Text(related));
        Assert.Equal(Agents.Text(graph), ((TextResourceContents)resource.Contents[0]).Text);
        Assert.Equal(["Zoë", "Ada"], graph.StructuredContent!.Value.GetProperty("entities").EnumerateArray().Select(entity => entity.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_observation_that_is_said_twice_stands_twice_and_goes_as_one()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await UseAsync(agent, "create_entities", """{"entities":[{"name":"Zoe","entityType":"person","observations":["a","a"]}]}""");

        var created = await ObservationsAsync(agent);
        var added = await UseAsync(agent, "add_observations", """{"observations":[{"entityName":"Zoe","contents":["a","b","b"]}]}""");
        var grown = await ObservationsAsync(agent);
        await UseAsync(agent, "delete_observations", """{"deletions":[{"entityName":"Zoe","observations":["a"]}]}""");

        Assert.Equal("""["a","a"]""", created);
        Assert.Equal("""{"results":[{"entityName":"Zoe","addedObservations":["b","b"]}]}""", added.StructuredContent!.Value.GetRawText());
        Assert.Equal("""["a","a","b","b"]""", grown);
        Assert.Equal("""["b","b"]""", await ObservationsAsync(agent));
    }

    [Fact]
    public async Task Two_of_one_name_in_one_call_are_two_and_what_comes_later_belongs_to_the_first()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await UseAsync(agent, "create_entities", """{"entities":[{"name":"Twin","entityType":"first","observations":["a"]},{"name":"Twin","entityType":"second","observations":["a","b"]}]}""");

        await UseAsync(agent, "add_observations", """{"observations":[{"entityName":"Twin","contents":["b","c"]}]}""");
        await UseAsync(agent, "delete_observations", """{"deletions":[{"entityName":"Twin","observations":["a"]}]}""");
        var graph = await UseAsync(agent, "read_graph", "{}");
        await UseAsync(agent, "delete_entities", """{"entityNames":["Twin"]}""");

        Assert.Equal(
            """[{"name":"Twin","entityType":"first","observations":["b","c"]},{"name":"Twin","entityType":"second","observations":["a","b"]}]""",
            graph.StructuredContent!.Value.GetProperty("entities").GetRawText());
        Assert.Equal("""{"entities":[],"relations":[]}""", (await UseAsync(agent, "read_graph", "{}")).StructuredContent!.Value.GetRawText());
    }

    [Theory]
    [InlineData("create_entities", """{"entities":[{"name":5,"entityType":"t","observations":[null]}]}""", "Invalid input: expected string, received number at entities[0].name\nInvalid input: expected string, received null at entities[0].observations[0]")]
    [InlineData("search_nodes", "{}", "Invalid input: expected string, received undefined at query")]
    [InlineData("open_nodes", """{"names":{}}""", "Invalid input: expected array, received object at names")]
    public async Task A_wrong_type_gets_the_sentence_of_the_original(string tool, string arguments, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        var answer = await UseAsync(agent, tool, arguments);

        Assert.True(answer.IsError);
        Assert.Equal($"MCP error -32602: Input validation error: Invalid arguments for tool {tool}: {sentence}", Agents.Text(answer));
    }

    [Theory]
    [InlineData("""{"entities":[{"name":"","entityType":"t","observations":[]}]}""", "name must not be empty")]
    [InlineData("""{"entities":[{"name":"A","entityType":"t","observations":["fine",""]}]}""", "an observation must not be empty")]
    [InlineData("""{"entities":[{"name":"A\u0000B","entityType":"t","observations":[]}]}""", "name must not contain control characters")]
    public async Task What_our_limits_do_not_allow_is_refused_as_a_whole(string arguments, string sentence)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);

        var answer = await UseAsync(agent, "create_entities", arguments);

        Assert.True(answer.IsError);
        Assert.StartsWith(sentence, Agents.Text(answer), StringComparison.Ordinal);
        Assert.Equal("""{"entities":[],"relations":[]}""", (await UseAsync(agent, "read_graph", "{}")).StructuredContent!.Value.GetRawText());
    }

    [Fact]
    public async Task A_missing_entity_fails_the_whole_call()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await UseAsync(agent, "create_entities", """{"entities":[{"name":"Ada","entityType":"t","observations":[]}]}""");

        var answer = await UseAsync(agent, "add_observations", """{"observations":[{"entityName":"Ada","contents":["x"]},{"entityName":"Nobody","contents":["y"]}]}""");

        Assert.True(answer.IsError);
        Assert.Equal("Entity with name Nobody not found", Agents.Text(answer));
        Assert.DoesNotContain("\"x\"", Agents.Text(await UseAsync(agent, "read_graph", "{}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observation_is_a_memory_that_our_tools_find_and_can_bring_back()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await using var own = await locket.AgentAsync();
        await UseAsync(agent, "create_entities", """{"entities":[{"name":"Ada","entityType":"person","observations":["keeps bees on the roof"]}]}""");

        var found = (await own.AskAsync("recall", ("query", "who keeps bees?"))).GetProperty("results")[0];
        await UseAsync(agent, "delete_entities", """{"entityNames":["Ada"]}""");
        var gone = (await own.AskAsync("recall", ("query", "who keeps bees?"))).GetProperty("results");
        await own.AskAsync("forget", ("id", found.GetProperty("id").GetString()), ("undo", true));
        var back = await UseAsync(agent, "open_nodes", """{"names":["Ada"]}""");

        Assert.Equal(("observation", "agent"), (found.GetProperty("kind").GetString(), found.GetProperty("source").GetProperty("origin").GetString()));
        Assert.Equal(0, gone.GetArrayLength());
        Assert.Equal("""[{"name":"Ada","entityType":"person","observations":["keeps bees on the roof"]}]""", back.StructuredContent!.Value.GetProperty("entities").GetRawText());
    }

    [Fact]
    public async Task What_our_tools_remember_about_a_name_stands_in_the_graph_and_outlives_one_of_its_names()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(path: Path);
        await using var own = await locket.AgentAsync();
        await own.AskAsync("remember", ("text", "Ada and Bo share a mill"), ("about", new[] { "Ada", "Bo" }));
        await own.AskAsync("relate", ("from", "Ada"), ("relation", "knows"), ("to", "Bo"));

        var added = await UseAsync(agent, "add_observations", """{"observations":[{"entityName":"Ada","contents":["Ada and Bo share a mill","new"]}]}""");
        await UseAsync(agent, "delete_entities", """{"entityNames":["Ada"]}""");
        var graph = await UseAsync(agent, "read_graph", "{}");

        Assert.Equal("""{"results":[{"entityName":"Ada","addedObservations":["new"]}]}""", added.StructuredContent!.Value.GetRawText());
        Assert.Equal("""{"entities":[{"name":"Bo","entityType":"","observations":["Ada and Bo share a mill"]}],"relations":[]}""", graph.StructuredContent!.Value.GetRawText());
    }

    [Fact]
    public async Task A_call_that_is_sent_twice_under_one_key_is_done_once_and_answered_alike()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "0198f000-0000-7000-8000-0000000000aa");
        client.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
        const string Create = """{"name":"create_entities","arguments":{"entities":[{"name":"Ada","entityType":"t","observations":["x"]}]}}""";

        var first = await PostAsync(client, Create);
        var second = await PostAsync(client, Create);
        var other = await PostAsync(client, """{"name":"create_entities","arguments":{"entities":[{"name":"Bo","entityType":"t","observations":[]}]}}""");

        Assert.Contains("Ada", first, StringComparison.Ordinal);
        Assert.Equal(first, second);
        Assert.Contains("idempotency_conflict", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_count_as_writes_and_reads_as_reads()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(await locket.NewTokenAsync(request => request with { WritesPerMinute = 1, Profile = "server-memory" }));

        var first = await UseAsync(agent, "create_entities", """{"entities":[]}""");
        var second = await UseAsync(agent, "delete_entities", """{"entityNames":[]}""");

        Assert.NotEqual(true, first.IsError);
        Assert.Contains("1 writes a minute", Agents.Text(second), StringComparison.Ordinal);
        Assert.NotEqual(true, (await UseAsync(agent, "read_graph", "{}")).IsError);
    }

    [Fact]
    public async Task A_token_that_may_only_read_sees_only_what_reads_and_creates_nothing()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var reader = await locket.AgentAsync(await locket.NewTokenAsync(request => request with { Scopes = Scope.Read }), path: Path);

        var names = (await reader.ListToolsAsync(cancellationToken: Cancel)).Select(tool => tool.Name);
        var refused = await UseAsync(reader, "create_entities", """{"entities":[{"name":"Ada","entityType":"t","observations":[]}]}""");

        Assert.Equal(["read_graph", "search_nodes", "open_nodes"], names);
        Assert.Contains("lacks the scope memory:write", Agents.Text(refused), StringComparison.Ordinal);
    }

    private static async Task<string> ObservationsAsync(McpClient agent) =>
        (await UseAsync(agent, "read_graph", "{}")).StructuredContent!.Value.GetProperty("entities")[0].GetProperty("observations").GetRawText();

    private static Task<CallToolResult> UseAsync(McpClient agent, string tool, string arguments)
    {
        using var given = JsonDocument.Parse(arguments);

        return agent.UseAsync(tool, [.. given.RootElement.EnumerateObject().Select(pair => (pair.Name, (object?)pair.Value.Clone()))]);
    }

    private static async Task<string> PostAsync(HttpClient client, string call)
    {
        using var body = new StringContent($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{call}}}}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(Path, UriKind.Relative), body, Cancel);

        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
