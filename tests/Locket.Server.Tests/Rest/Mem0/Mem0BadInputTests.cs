using System.Net;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>One sentence in mem0's form for whatever is wrong, and nothing stored.</summary>
public sealed class Mem0BadInputTests : Mem0Test
{
    [Theory]
    [InlineData("", "the body must be JSON of at most 32 levels, no member twice")]
    [InlineData("{", "the body must be JSON of at most 32 levels, no member twice")]
    [InlineData("""{"messages":"x","messages":"y"}""", "the body must be JSON of at most 32 levels, no member twice")]
    [InlineData("[]", "the body must be an object")]
    [InlineData("{}", "messages is missing")]
    [InlineData("""{"messages":null}""", "messages is missing")]
    [InlineData("""{"messages":5}""", "messages must be an array of objects with role and content")]
    [InlineData("""{"messages":[]}""", "messages hold no text")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":[]}]}""", "messages hold no text")]
    [InlineData("""{"messages":["x"]}""", "messages[0] must be an object with role and content")]
    [InlineData("""{"messages":[{"role":"user","content":5}]}""", "messages[0].content must be a string or parts of text")]
    [InlineData("""{"messages":[{"role":5,"content":"x"}]}""", "messages[0].role must be a string")]
    [InlineData("""{"messages":[{"role":"user","content":" "}]}""", "messages[0].content must not be empty")]
    [InlineData("""{"messages":"\ud800"}""", "a string in the body contains a lone surrogate, which is not text")]
    [InlineData("""{"messages":"x","\ud800":1}""", "a name in the body contains a lone surrogate, which is not text")]
    [InlineData("""{"messages":"x","user_id":5}""", "user_id must be a string")]
    [InlineData("""{"messages":"x","user_id":" "}""", "user_id must not be empty")]
    [InlineData("""{"messages":"x","user_id":"*"}""", "user_id must name one; * is taken for agent_id, app_id and run_id in filters only")]
    [InlineData("""{"messages":"x","userid":"alice"}""", "userid is not taken here")]
    [InlineData("""{"messages":"x","metadata":[1]}""", "metadata must be an object")]
    [InlineData("""{"messages":"x","expiration_date":"tomorrow"}""", "expiration_date must be a date such as 2030-01-31")]
    [InlineData("""{"messages":"x","timestamp":true}""", "timestamp must be a time such as 2026-05-01T09:30:00Z, a date such as 2026-05-01, or seconds since 1970")]
    [InlineData("""{"messages":"x","output_format":"v9"}""", "output_format must be v1.0 or v1.1")]
    public async Task A_broken_addition_is_a_400(string body, string sentence)
    {
        using var client = Platform();

        var answer = await client.PostAsync("/v1/memories/", body);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.Status, answer.Detail));
        Assert.Equal(["detail", "code"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[]", (await client.GetAsync("/v1/memories/")).Body);
    }

    [Fact]
    public async Task Lists_beyond_their_limit_are_refused_before_anything_is_done()
    {
        using var client = Platform();
        var messages = string.Join(',', Enumerable.Range(0, 1_001).Select(number => $$"""{"role":"user","content":"{{number}}"}"""));
        var memories = string.Join(',', Enumerable.Range(0, 1_001).Select(_ => """{"memory_id":"0199c3a0d1f47cc1a5e0a4f3b2c1d0e9","text":"x"}"""));

        var added = await client.PostAsync("/v1/memories/", $$"""{"messages":[{{messages}}]}""");
        var updated = await PutAsync(client, "/v1/batch/", $$"""{"memories":[{{memories}}]}""");

        Assert.Equal((HttpStatusCode.BadRequest, "messages must be at most 1000"), (added.Status, added.Detail));
        Assert.Equal((HttpStatusCode.BadRequest, "memories must be an array of 1 to 1000 objects with memory_id"), (updated.Status, updated.Detail));
        Assert.Equal("[]", (await client.GetAsync("/v1/memories/")).Body);
    }

    [Fact]
    public async Task Names_beyond_their_limit_are_refused()
    {
        using var client = Platform();

        var agent = await client.PostAsync("/v1/memories/", $$"""{"messages":"x","agent_id":"{{new string('a', 59)}}"}""");
        var most = await client.PostAsync("/v1/memories/", $$"""{"messages":"x","agent_id":"{{new string('a', 58)}}"}""");

        Assert.Equal("agent_id is longer than 58 characters", agent.Detail);
        Assert.Equal(HttpStatusCode.OK, most.Status);
    }

    [Theory]
    [InlineData("""{"filters":{}}""", "query is missing")]
    [InlineData("""{"query":""}""", "query must not be empty")]
    [InlineData("""{"query":"x","top_k":0}""", "top_k must be a whole number from 1 to 1000")]
    [InlineData("""{"query":"x","top_k":1.5}""", "top_k must be a whole number from 1 to 1000")]
    [InlineData("""{"query":"x","top_k":5,"limit":6}""", "top_k and limit say the same and differ: send one")]
    [InlineData("""{"query":"x","threshold":"high"}""", "threshold must be a number")]
    [InlineData("""{"query":"x","fields":"memory"}""", "fields must be an array of strings")]
    [InlineData("""{"query":"x","filter":{"user_id":"alice"}}""", "filter is not taken here")]
    public async Task A_broken_search_is_a_400(string body, string sentence)
    {
        using var client = Platform();

        var answer = await client.PostAsync("/v3/memories/search/", body);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.Status, answer.Detail));
    }

    [Theory]
    [InlineData("GET", "/v1/memories/?page=0")]
    [InlineData("GET", "/v1/memories/?page=x")]
    [InlineData("GET", "/v1/memories/?page=1&page_size=1001")]
    [InlineData("GET", "/v1/memories/?user=alice")]
    [InlineData("GET", "/v1/memories/?user_id=alice&user_id=bob")]
    [InlineData("GET", "/v1/memories/nothing/")]
    [InlineData("GET", "/v1/ping/?x=1")]
    [InlineData("DELETE", "/v1/memories/")]
    [InlineData("DELETE", "/v2/entities/team/x/")]
    [InlineData("PUT", "/v1/batch/")]
    [InlineData("DELETE", "/v1/batch/")]
    [InlineData("POST", "/v3/memories/?size=3")]
    public async Task A_broken_address_is_a_400(string method, string path)
    {
        using var client = Platform();
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");

        var answer = await client.SendAsync(new HttpMethod(method), path, method == "GET" ? null : body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty(answer.Detail);
    }

    [Fact]
    public async Task An_update_that_changes_nothing_or_two_things_at_once_is_refused()
    {
        using var client = Platform();
        var id = await AddAsync(client, "alice", "x");

        var nothing = await PutAsync(client, $"/v1/memories/{id}/", "{}");
        var unknown = await PutAsync(client, $"/v1/memories/{id}/", """{"txt":"y"}""");

        Assert.Equal("a revision must change something, such as text", nothing.Detail);
        Assert.Equal("txt is not taken here", unknown.Detail);
    }

    [Fact]
    public async Task An_idempotency_key_makes_several_messages_one_request()
    {
        using var client = Platform();
        const string Body = """{"messages":[{"role":"user","content":"one"},{"role":"user","content":"two"}],"user_id":"alice"}""";

        var first = await client.PostAsync("/v1/memories/", Body, ("Idempotency-Key", "k1"));
        var again = await client.PostAsync("/v1/memories/", Body, ("Idempotency-Key", "k1"));
        var other = await client.PostAsync("/v1/memories/", Body.Replace("two", "three", StringComparison.Ordinal), ("Idempotency-Key", "k1"));

        Assert.Equal(first.Body, again.Body);
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_conflict"), (other.Status, other.Code));
    }
}
