using System.Net;
using System.Text.Json;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Rest;

/// <summary>What things are called and what joins them goes out with the memories and comes in again.</summary>
public sealed class GraphTransferTests : RestTest
{
    private const string Export = "/v1/spaces/me/export";
    private static readonly string[] Reads = ["/v1/spaces/me/entities?limit=100", "/v1/spaces/me/relations?limit=100", "/v1/spaces/me/graph?name=Ada&depth=4&limit=100"];

    [Fact]
    public async Task An_export_comes_back_as_an_equal_graph()
    {
        await FillAsync();
        await using var other = await TestLocket.StartAsync();
        using var there = new Wire(other.Client());
        var exported = await Client.GetAsync(Export);

        var imported = await there.ImportAsync("me", exported.Body);
        var again = await there.ImportAsync("me", exported.Body);

        Assert.Equal("""{"imported":5,"existing":0,"failed":0,"errors":[],"entities":5,"relations":2}""", imported.Body);
        Assert.Equal("""{"imported":0,"existing":5,"failed":0,"errors":[],"known":7}""", again.Body);
        foreach (var read in Reads)
        {
            Assert.Equal(Kept(await Client.GetAsync(read)), Kept(await there.GetAsync(read)));
        }

        Assert.Equal(await KnowledgeAsync(Locket), await KnowledgeAsync(other));
        Assert.Equal(Lines(exported), Lines(await there.GetAsync(Export)));
    }

    [Fact]
    public async Task The_graph_stands_behind_the_memories_and_says_since_when_an_edge_holds()
    {
        await FillAsync();

        var lines = (await Client.GetAsync(Export)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines[..5], line => Assert.Contains("\"text\":", line, StringComparison.Ordinal));
        Assert.Equal(
            [
                """{"entity":{"name":"Ada","type":"person"}}""", """{"entity":{"name":"Twin","type":"first"}}""", """{"entity":{"name":"Twin","type":"second","copy":2}}""",
                """{"entity":{"name":"Untyped"}}""", """{"entity":{"name":"Bo","type":"dog"}}""",
            ],
            lines[5..10]);
        Assert.StartsWith("""{"relation":{"from":"Ada","relation":"knows","to":"Bo","since":"20""", lines[10], StringComparison.Ordinal);
        Assert.Equal(12, lines.Length);
    }

    [Fact]
    public async Task What_is_called_otherwise_here_or_was_ended_here_stays_so()
    {
        await FillAsync();
        await using var other = await TestLocket.StartAsync();
        using var there = new Wire(other.Client());
        var exported = await Client.GetAsync(Export);
        await there.PostAsync("/v1/spaces/me/entities", """{"name":"Ada","type":"robot"}""");
        await there.ImportAsync("me", exported.Body);
        await there.PostAsync("/v1/spaces/me/relations", """{"from":"Ada","relation":"knows","to":"Bo","ends":true}""");

        var again = await there.ImportAsync("me", exported.Body);

        Assert.Equal("""{"imported":0,"existing":5,"failed":0,"errors":[],"known":7}""", again.Body);
        Assert.Contains("""{"name":"Ada","type":"robot","memories":2}""", (await there.GetAsync(Reads[0])).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("knows", (await there.GetAsync(Reads[1])).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"entity":{"type":"x"}}""", "name must not be empty")]
    [InlineData("""{"entity":{"name":"","type":"x"}}""", "name must not be empty")]
    [InlineData("""{"entity":{"name":"A","copy":1}}""", "copy must be 2 or more")]
    [InlineData("""{"entity":{"name":"A","colour":"red"}}""", "entity.colour is not of the right type")]
    [InlineData("""{"relation":{"from":"A","relation":"","to":"B"}}""", "relation must not be empty")]
    [InlineData("""{"relation":{"from":"A","relation":"r","to":"B"},"entity":{"name":"A"}}""", "a line is a memory, an entity or a relation")]
    [InlineData("""{"relation":null}""", "a line is a memory, an entity or a relation")]
    public async Task A_broken_line_of_the_graph_is_told_and_the_rest_comes_in(string line, string sentence)
    {
        var imported = await Client.ImportAsync("me", $"{line}\n{{\"entity\":{{\"name\":\"Ada\",\"type\":\"person\"}}}}\n{{\"text\":\"good\"}}");

        Assert.Equal(HttpStatusCode.OK, imported.Status);
        Assert.StartsWith("line 1: " + sentence, imported.List("errors").Single().GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (imported.Json.GetProperty("imported").GetInt32(), imported.Json.GetProperty("failed").GetInt32(), imported.Json.GetProperty("entities").GetInt32()));
    }

    [Fact]
    public async Task The_library_reads_the_memories_of_such_an_export()
    {
        await FillAsync();
        await using var client = new Locket.Client.LocketClient(new() { Address = Locket.Address, Token = Locket.Host.SessionToken, Offline = null });
        var texts = new List<string>();

        await foreach (var memory in client.ExportAsync("me", TestContext.Current.CancellationToken))
        {
            texts.Add(memory.Text);
        }

        Assert.Equal(["a", "a", "one", "two", "likes tea"], texts);
    }

    /// <summary>A repeated observation, two things of one name, one without a type, one renamed, an edge that holds and one that does not.</summary>
    private async Task FillAsync()
    {
        await using (var agent = await Locket.AgentAsync(path: "/mcp?profile=server-memory"))
        {
            await UseAsync(agent, "create_entities", """{"entities":[{"name":"Ada","entityType":"person","observations":["a","a"]},{"name":"Twin","entityType":"first","observations":["one"]},{"name":"Twin","entityType":"second","observations":["two"]},{"name":"Untyped","entityType":"","observations":[]}]}""");
        }

        await Client.PostAsync("/v1/spaces/me/memories", """{"text":"likes tea","about":["Only spoken of"]}""");
        await Client.PostAsync("/v1/spaces/me/entities", """{"name":"Bo","type":"cat"}""");
        await Client.PostAsync("/v1/spaces/me/entities", """{"name":"Bo","type":"dog"}""");
        await Client.PostAsync("/v1/spaces/me/relations", """{"from":"Ada","relation":"knows","to":"Bo"}""");
        await Client.PostAsync("/v1/spaces/me/relations", """{"from":"Bo","relation":"lives in","to":"Nowhere"}""");
        await Client.PostAsync("/v1/spaces/me/relations", """{"from":"Ada","relation":"owns","to":"Bo"}""");
        await Client.PostAsync("/v1/spaces/me/relations", """{"from":"Ada","relation":"owns","to":"Bo","ends":true}""");
    }

    private static async Task<string> KnowledgeAsync(TestLocket locket)
    {
        await using var agent = await locket.AgentAsync(path: "/mcp?profile=server-memory");
        var graph = (await UseAsync(agent, "read_graph", "{}")).StructuredContent!.Value;

        // Who is only spoken of stands where the first memory of it does, which an import may put before what is described.
        return string.Join('\n', graph.GetProperty("entities").EnumerateArray().Select(entity => entity.GetRawText()).Order(StringComparer.Ordinal)) + graph.GetProperty("relations").GetRawText();
    }

    private static Task<ModelContextProtocol.Protocol.CallToolResult> UseAsync(ModelContextProtocol.Client.McpClient agent, string tool, string arguments)
    {
        using var given = JsonDocument.Parse(arguments);

        return agent.UseAsync(tool, [.. given.RootElement.EnumerateObject().Select(pair => (pair.Name, (object?)pair.Value.Clone()))]);
    }

    // Who wrote it is stamped anew by whoever imports it; an edge gets an id of its own, and edges are listed in the order of their ids.
    private static string Kept(Answer answer) => Kept(answer.Json);

    private static string Kept(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(',', value.EnumerateObject()
            .Where(member => member.Name != "source" && !(member.Name == "id" && value.TryGetProperty("relation", out _)))
            .Select(member => $"{member.Name}={Kept(member.Value)}")),
        JsonValueKind.Array => "[" + string.Join(";", value.EnumerateArray().Select(Kept).Order(StringComparer.Ordinal)) + "]",
        _ => value.GetRawText(),
    };

    private static IEnumerable<string> Lines(Answer answer) => answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Kept(JsonElement.Parse(line)));
}
