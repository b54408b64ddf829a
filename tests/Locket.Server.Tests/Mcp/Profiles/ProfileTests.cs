using System.Net;
using System.Text;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;

namespace Locket.Server.Tests.Mcp.Profiles;

public sealed class ProfileTests
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";
    private static readonly string[] ChatGptTools = ["search", "fetch"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_name_has_a_profile_and_every_profile_a_name()
    {
        await using var locket = await TestLocket.StartAsync();

        var profiles = locket.Host.Services.GetServices<McpProfile>().Select(profile => profile.Name);

        Assert.Equal(ProfileList.Names, profiles.Prepend(ProfileList.Own));
    }

    [Theory]
    [InlineData(Agents.Stateless, "/mcp?profile=chatgpt")]
    [InlineData(Agents.Handshake, "/mcp?profile=chatgpt")]
    [InlineData("2025-03-26", "/mcp?profile=chatgpt")]
    [InlineData(Agents.Stateless, "/mcp/spaces/me?profile=chatgpt")]
    [InlineData(Agents.Handshake, "/mcp/spaces/me?profile=chatgpt")]
    public async Task With_a_profile_the_endpoint_offers_that_and_nothing_of_ours(string era, string path)
    {
        await using var locket = await TestLocket.StartAsync();
        await using var agent = await locket.AgentAsync(era: era, path: path);

        Assert.Equal(ChatGptTools, await NamesAsync(agent));
        Assert.Null(agent.ServerCapabilities.Prompts);
        Assert.Null(agent.ServerCapabilities.Resources);
        Assert.Null(agent.ServerCapabilities.Completions);
        Assert.DoesNotContain("remember", agent.ServerInstructions, StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpProtocolException>(() => agent.UseAsync("remember", ("text", "x")));
        await Assert.ThrowsAnyAsync<Exception>(async () => await agent.ListPromptsAsync(cancellationToken: Cancel));
        await Assert.ThrowsAnyAsync<Exception>(async () => await agent.ReadResourceAsync("memory://recent", cancellationToken: Cancel));
    }

    [Fact]
    public async Task Both_faces_see_the_same_memories()
    {
        await using var locket = await TestLocket.StartAsync();
        await using var own = await locket.AgentAsync(path: "/mcp/spaces/work");
        await using var other = await locket.AgentAsync(path: "/mcp/spaces/work?profile=chatgpt");

        var id = await own.RememberAsync("Ada keeps bees on the roof of the old mill");
        var found = await other.AskAsync("search", ("query", "who has bees?"));
        await own.AskAsync("forget", ("id", id));

        Assert.Equal(id, found.GetProperty("results")[0].GetProperty("id").GetString());
        Assert.True((await other.UseAsync("fetch", ("id", id))).IsError);
    }

    [Theory]
    [InlineData("?profile=nobody")]
    [InlineData("?profile=")]
    [InlineData("?profile=ChatGPT")]
    [InlineData("?profile=chatgpt%00")]
    [InlineData("?profile=chatgpt&profile=chatgpt")]
    public async Task A_profile_that_there_is_not_is_refused_with_the_names_of_those_there_are(string query)
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client();
        foreach (var path in new[] { "/mcp", "/mcp/spaces/work" })
        {
            using var body = new StringContent(List, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri(path + query, UriKind.Relative), body, Cancel);
            var problem = await answer.Content.ReadAsStringAsync(Cancel);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(query.Contains('&', StringComparison.Ordinal) ? "must stand once" : string.Join(", ", ProfileList.Names), problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stranger_does_not_learn_which_profiles_there_are()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        using var body = new StringContent(List, Encoding.UTF8, "application/json");

        using var answer = await stranger.PostAsync(new Uri("/mcp?profile=nobody", UriKind.Relative), body, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain("chatgpt", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Agents.Stateless)]
    [InlineData(Agents.Handshake)]
    public async Task A_token_has_a_profile_of_its_own_unless_the_address_names_another(string era)
    {
        await using var locket = await TestLocket.StartAsync();
        var token = await locket.NewTokenAsync(request => request with { Profile = "chatgpt" });
        await using var agent = await locket.AgentAsync(token, era);
        await using var own = await locket.AgentAsync(token, era, "/mcp?profile=locket");

        Assert.Equal(ChatGptTools, await NamesAsync(agent));
        Assert.Contains("remember", await NamesAsync(own));
    }

    [Fact]
    public async Task A_token_of_a_profile_that_is_gone_is_told_so()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { Profile = "of-another-version" }));
        using var body = new StringContent(List, Encoding.UTF8, "application/json");

        using var answer = await client.PostAsync(new Uri("/mcp", UriKind.Relative), body, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task<IEnumerable<string>> NamesAsync(McpClient agent) =>
        (await agent.ListToolsAsync(cancellationToken: Cancel)).Select(tool => tool.Name);
}
