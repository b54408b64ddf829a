using System.Net;

namespace Locket.Server.Tests.Rest;

public sealed class SearchRouteTests : RestTest
{
    private const string Recall = "/v1/spaces/s/recall";

    [Fact]
    public async Task A_question_finds_the_memory_that_answers_it_first()
    {
        await RememberAsync("The dentist appointment is on Friday morning");
        await RememberAsync("Rosa prefers oat milk in her coffee");
        await RememberAsync("The garage door code is taped inside the fuse box");

        var answer = await Client.PostAsync(Recall, """{"query":"What does Rosa take in her coffee?"}""");

        var first = answer.List("results").First();
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Rosa prefers oat milk in her coffee", first.GetProperty("memory").GetProperty("text").GetString());
        Assert.True(first.GetProperty("score").GetDouble() > 0);
        Assert.False(first.TryGetProperty("reasons", out _));
    }

    [Fact]
    public async Task Detail_says_how_much_of_a_memory_is_shown()
    {
        var filler = string.Concat(Enumerable.Repeat("padding words before it ", 40));
        await Client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"{{filler}} the orchid needs rain water {{filler}}","metadata":{} }""");

        var full = await FirstAsync("full");
        var snippet = await FirstAsync("snippet");
        var index = await FirstAsync("index");

        Assert.True(full.GetProperty("text").GetString()!.Length > 1_000);
        Assert.True(full.TryGetProperty("metadata", out _));
        Assert.Contains("orchid", snippet.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.InRange(snippet.GetProperty("text").GetString()!.Length, 1, 250);
        Assert.Equal("", index.GetProperty("text").GetString());
        Assert.Equal(full.GetProperty("id").GetString(), index.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Filters_reasons_and_limits_are_taken()
    {
        await Client.PostAsync("/v1/spaces/s/memories", """{"text":"green tea","kind":"a","tags":["x"],"author":"Bo","occurred_at":"2020-05-01T00:00:00Z"}""");
        await Client.PostAsync("/v1/spaces/s/memories", """{"text":"black tea","kind":"b","about":["Ada"]}""");

        var kinds = await Client.PostAsync(Recall, """{"query":"tea","kinds":["a"],"explain":true}""");
        var about = await Client.PostAsync(Recall, """{"query":"tea","about":"Ada"}""");
        var until = await Client.PostAsync(Recall, """{"query":"tea","since":"2020-01-01T00:00:00Z","until":"2021-01-01T00:00:00Z"}""");
        var one = await Client.PostAsync(Recall, """{"query":"tea","limit":1}""");

        Assert.Equal(["green tea"], Texts(kinds));
        Assert.NotEmpty(kinds.List("results").First().GetProperty("reasons").EnumerateObject());
        Assert.Equal(["black tea"], Texts(about));
        Assert.Equal(["green tea"], Texts(until));
        Assert.Single(Texts(one));
    }

    [Fact]
    public async Task Each_answer_says_how_likely_it_is_and_by_which_words_it_was_found()
    {
        await RememberAsync("The violin teacher lives above the bakery");

        var right = (await Client.PostAsync(Recall, """{"query":"Where does the violin teacher live?","explain":true}""")).List("results").Single();
        var wrong = (await Client.PostAsync(Recall, """{"query":"Which dentist did the teacher recommend in Bergen?"}""")).List("results").Single();

        Assert.InRange(right.GetProperty("confidence").GetDouble(), 0.9, 1);
        Assert.Equal(["live", "teacher", "violin"], right.GetProperty("matched").EnumerateArray().Select(word => word.GetString()).Order(StringComparer.Ordinal));
        Assert.InRange(right.GetProperty("reasons").GetProperty("coverage").GetDouble(), 0.9, 1);
        Assert.InRange(wrong.GetProperty("confidence").GetDouble(), 0, 0.2);
        Assert.False(wrong.TryGetProperty("matched", out _));
    }

    [Fact]
    public async Task What_may_not_be_believed_so_far_is_left_out_where_that_is_asked()
    {
        using var agent = await NamedAsync("""{"name":"n","scopes":["memory:write"],"spaces":["s"],"default_space":"s","trust":"agent"}""");
        await agent.PostAsync("/v1/spaces/s/memories", """{"text":"The bridge is closed, an agent concluded"}""");
        await RememberAsync("The bridge is closed, the user said");

        var all = await Client.PostAsync(Recall, """{"query":"Is the bridge closed?","min_trust":"agent"}""");
        var user = await Client.PostAsync(Recall, """{"query":"Is the bridge closed?","min_trust":"user"}""");
        var curated = await Client.PostAsync(Recall, """{"query":"Is the bridge closed?","min_trust":"curated"}""");

        Assert.Equal(2, all.List("results").Count());
        Assert.Equal(["The bridge is closed, the user said"], Texts(user));
        Assert.Empty(curated.List("results"));
    }

    [Fact]
    public async Task A_context_says_what_is_trusted_less_and_leaves_it_out_where_that_is_asked()
    {
        using var outside = await NamedAsync("""{"name":"n","scopes":["memory:write"],"spaces":["s"],"default_space":"s","trust":"external"}""");
        await outside.PostAsync("/v1/spaces/s/memories", """{"text":"The bridge is closed, a page said"}""");
        await RememberAsync("The bridge is closed, the user said");

        var all = await Client.PostAsync("/v1/spaces/s/context", """{"query":"bridge"}""");
        var user = await Client.PostAsync("/v1/spaces/s/context", """{"query":"bridge","min_trust":"user"}""");

        Assert.Matches(@"\(note, trust external, \d{4}-\d\d-\d\d\) The bridge is closed, a page said", all.Text("text"));
        Assert.Matches(@"\(note, \d{4}-\d\d-\d\d\) The bridge is closed, the user said", all.Text("text"));
        Assert.Single(user.List("cited"));
        Assert.DoesNotContain("a page said", user.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_is_one_block_within_the_budget()
    {
        await Client.PostAsync("/v1/spaces/s/memories", """{"text":"Rosa prefers oat milk","kind":"preference"}""");
        var id = await RememberAsync("Rosa moved to Lisbon");

        var answer = await Client.PostAsync("/v1/spaces/s/context", """{"query":"Where does Rosa live?","max_tokens":400}""");
        var bare = await Client.PostAsync("/v1/spaces/s/context", "{}");

        Assert.Contains("Lisbon", answer.Text("text"), StringComparison.Ordinal);
        Assert.Contains(id, answer.List("cited").Select(cited => cited.GetString()));
        Assert.InRange(answer.Json.GetProperty("tokens").GetInt32(), 1, 400);
        Assert.Equal(0, answer.Json.GetProperty("left_out").GetInt32());
        Assert.Equal(3, answer.Json.GetProperty("left_out_by_section").EnumerateObject().Count());
        Assert.Equal(HttpStatusCode.OK, bare.Status);
    }

    [Theory]
    [InlineData("/recall", "{}", "query is missing")]
    [InlineData("/recall", """{"query":5}""", "query is not of the right type")]
    [InlineData("/recall", """{"query":"x","limit":"10"}""", "limit is not of the right type")]
    [InlineData("/recall", """{"query":"x","limit":0}""", "limit must be from 1 to 100")]
    [InlineData("/recall", """{"query":"x","limit":101}""", "limit must be from 1 to 100")]
    [InlineData("/recall", """{"query":"x","detail":"most"}""", "detail must be index, snippet or full")]
    [InlineData("/recall", """{"query":"x","min_trust":"some"}""", "min_trust must be external, agent, user or curated")]
    [InlineData("/context", """{"query":"x","min_trust":"some"}""", "min_trust must be external, agent, user or curated")]
    [InlineData("/recall", """{"query":"x","explain":"yes"}""", "explain is not of the right type")]
    [InlineData("/recall", """{"query":"x","user_id":"other"}""", "user_id is not a member of this request")]
    public async Task A_broken_question_is_a_400_that_names_the_field(string tail, string body, string sentence)
    {
        var answer = await Client.PostAsync($"/v1/spaces/s{tail}", body);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.Status, answer.Detail));
    }

    [Theory]
    [InlineData("/recall", """{"query":"   "}""")]
    [InlineData("/recall", """{"query":"x","cursor":"nonsense"}""")]
    [InlineData("/context", """{"query":"x","max_tokens":0}""")]
    [InlineData("/context", """{"query":"x","max_tokens":32001}""")]
    public async Task What_the_engine_refuses_is_a_400(string tail, string body)
    {
        var answer = await Client.PostAsync($"/v1/spaces/s{tail}", body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.Status, answer.Code));
    }

    private async Task<System.Text.Json.JsonElement> FirstAsync(string detail)
    {
        var answer = await Client.PostAsync(Recall, $$"""{"query":"orchid","detail":"{{detail}}"}""");

        return answer.List("results").First().GetProperty("memory");
    }

    private static IEnumerable<string?> Texts(Answer answer) =>
        answer.List("results").Select(hit => hit.GetProperty("memory").GetProperty("text").GetString());
}
