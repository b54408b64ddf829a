using System.Net;
using System.Text;
using System.Text.Json;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>
/// The three calls of Microsoft Agent Framework's Mem0 provider, as its client writes them: these members in this order, a media
/// type with its charset, a query that is joined and not escaped.
/// </summary>
public sealed class Mem0AgentFrameworkTests : Mem0Test
{
    [Fact]
    public async Task Its_provider_stores_finds_and_clears()
    {
        using var client = Platform();

        var stored = await SendAsync(
            client, "/v1/memories/", """{"app_id":"desk","agent_id":"planner","run_id":"thread-1","user_id":"alice","messages":[{"content":"I moved to Austin","role":"user"}]}""");
        var answered = await SendAsync(
            client, "/v1/memories/", """{"app_id":"desk","agent_id":"planner","run_id":"thread-1","user_id":"alice","messages":[{"content":"Austin it is","role":"assistant"}]}""");
        var found = await SendAsync(
            client, "/v1/memories/search/", """{"app_id":"desk","agent_id":"planner","run_id":"thread-1","user_id":"alice","query":"Where do I live? Austin?"}""");
        var other = await SendAsync(
            client, "/v1/memories/search/", """{"app_id":"desk","agent_id":"planner","run_id":"thread-2","user_id":"alice","query":"Austin"}""");
        var cleared = await client.DeleteAsync("/v1/memories/?app_id=desk&agent_id=planner&run_id=thread-1&user_id=alice");
        var after = await SendAsync(client, "/v1/memories/search/", """{"user_id":"alice","query":"Austin"}""");

        Assert.All([stored, answered, found, other, cleared, after], answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var items = JsonSerializer.Deserialize<SearchResponseItem[]>(found.Body)!;
        Assert.Equal(["Austin it is", "I moved to Austin"], items.Select(item => item.memory).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal(("alice", "desk", "planner", "thread-1"), (item.user_id, item.app_id, item.agent_id, item.session_id)));
        Assert.All(items, item => Assert.True(item.score > 0 && item.created_at > DateTime.UnixEpoch && item.hash.Length > 0));
        Assert.Equal("[]", other.Body);
        Assert.Equal("[]", after.Body);
    }

    [Fact]
    public async Task A_question_as_long_as_a_conversation_is_asked_with_its_end()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "the boiler was repaired in May");
        var conversation = string.Concat(Enumerable.Repeat("so we talked about ünïcödé and other things\n", 2_000)) + "who repaired the boiler?";

        var found = await SendAsync(
            client, "/v1/memories/search/", $$"""{"user_id":"alice","query":{{JsonSerializer.Serialize(conversation)}}}""");

        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(["the boiler was repaired in May"], Texts(found.Json));
    }

    [Fact]
    public async Task A_clearing_whose_value_was_cut_by_an_ampersand_clears_nothing()
    {
        using var client = Platform();
        await AddAsync(client, "R", "must stay");

        var cleared = await client.DeleteAsync("/v1/memories/?user_id=R&D");

        Assert.Equal(HttpStatusCode.BadRequest, cleared.Status);
        Assert.Single((await client.GetAsync("/v1/memories/?user_id=R")).Json.EnumerateArray());
    }

    private static Task<Answer> SendAsync(Wire client, string path, string json) =>
        client.SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>What the provider's client reads, names and types as it has them.</summary>
    private sealed record SearchResponseItem(
        string id, string memory, string hash, object? metadata, double score, DateTime created_at, DateTime? updated_at, string user_id, string? app_id, string agent_id, string session_id);
}
