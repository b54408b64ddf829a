using System.Text.Json;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Tests.Mcp.Profiles;

/// <summary>Whatever server the face answers as, who is trusted less is told that a memory stays as it is.</summary>
public sealed class TrustInProfilesTests
{
    [Theory]
    [InlineData("/mcp", "forget", """{"id":"ID"}""")]
    [InlineData("/mcp", "revise", """{"id":"ID","text":"the agent knows better"}""")]
    [InlineData("/mcp", "remember", """{"text":"the agent knows better","replaces":"ID"}""")]
    [InlineData("/mcp?profile=server-memory", "delete_entities", """{"entityNames":["Ada"]}""")]
    [InlineData("/mcp?profile=server-memory", "delete_observations", """{"deletions":[{"entityName":"Ada","observations":["keeps bees"]}]}""")]
    [InlineData("/mcp?profile=anthropic-memory", "memory", """{"command":"delete","path":"/memories/bees"}""")]
    [InlineData("/mcp?profile=anthropic-memory", "memory", """{"command":"str_replace","path":"/memories/bees","old_str":"bees","new_str":"wasps"}""")]
    [InlineData("/mcp?profile=mem0", "delete_memory", """{"memory_id":"ID"}""")]
    public async Task A_tool_says_that_the_memory_is_trusted_more(string path, string tool, string arguments)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var owner = await locket.AgentAsync();
        await using var files = await locket.AgentAsync(path: "/mcp?profile=anthropic-memory");
        var id = (await owner.AskAsync("remember", ("text", "keeps bees"), ("kind", "observation"), ("about", new[] { "Ada" }))).GetProperty("id").GetString()!;
        await files.UseAsync("memory", ("command", "create"), ("path", "/memories/bees"), ("file_text", "on the roof: bees"));
        await using var agent = await locket.AgentAsync(await locket.NewTokenAsync(request => request with { Trust = Trust.External, Scopes = Scope.Read | Scope.Write }), path: path);

        var values = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments.Replace("ID", id, StringComparison.Ordinal))!;
        var answer = await agent.CallToolAsync(tool, values.ToDictionary(value => value.Key, object? (value) => value.Value), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(answer.IsError);
        Assert.Contains("stands at trust user, and this token writes at external", ((TextContentBlock)answer.Content[0]).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await owner.AskAsync("history", ("id", id))).GetProperty("versions").GetArrayLength());
    }
}
