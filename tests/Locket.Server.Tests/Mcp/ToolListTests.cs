using System.Text;
using System.Text.Json;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Mcp;

public class ToolListTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Whoever changes what a model reads about the tools changes this file too, and somebody looks at it.
    [Fact]
    public async Task The_tool_list_is_the_approved_one()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();
        var list = new StringBuilder();
        foreach (var tool in await agent.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            list.AppendLine(JsonSerializer.Serialize(JsonSerializer.SerializeToElement(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions), Indented));
        }

        // Beside it, so that an intended change is one copy away.
        var folder = Path.Combine(AppContext.BaseDirectory, "Approved");
        await File.WriteAllTextAsync(Path.Combine(folder, "mcp-tools.received.txt"), list.ToString(), TestContext.Current.CancellationToken);

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder, "mcp-tools.approved.txt"), TestContext.Current.CancellationToken), list.ToString());
    }

    [Fact]
    public async Task No_tool_asks_the_model_who_it_is_or_in_which_space()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();

        foreach (var tool in await agent.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            var arguments = tool.JsonSchema.GetProperty("properties").EnumerateObject().Select(argument => argument.Name).ToList();
            Assert.Empty(arguments.Intersect(["user", "user_id", "space", "token", "caller", "principal", "scope", "trust", "origin"]));
            Assert.False(tool.JsonSchema.GetProperty("additionalProperties").GetBoolean());
        }
    }

    [Fact]
    public async Task Every_schema_names_one_type_each_and_no_null()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync();

        foreach (var tool in await agent.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            foreach (var schema in new[] { tool.JsonSchema.GetRawText(), tool.ProtocolTool.OutputSchema!.Value.GetRawText() })
            {
                Assert.DoesNotContain("\"type\":[", schema, StringComparison.Ordinal);
                Assert.DoesNotContain("null", schema, StringComparison.Ordinal);
                Assert.DoesNotContain("$ref", schema, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task A_token_that_may_only_read_sees_only_what_reads(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        var token = await locket.NewTokenAsync(request => request with { Scopes = Scope.Read });
        await using var reader = await locket.AgentAsync(token, era);

        var names = (await reader.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name);

        Assert.Equal(["recall", "context", "history", "explore"], names);
        var refused = await reader.UseAsync("remember", ("text", "x"));
        Assert.True(refused.IsError);
        Assert.Contains("lacks the scope memory:write", Agents.Text(refused), StringComparison.Ordinal);
    }
}
