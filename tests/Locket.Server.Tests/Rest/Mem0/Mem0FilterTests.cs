using System.Net;
using System.Text;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Mem0;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>mem0's filters: what they find, and what they refuse.</summary>
public sealed class Mem0FilterTests : Mem0Test
{
    [Theory]
    [InlineData("""{"user_id":"alice"}""", "c b a")]
    [InlineData("""{"AND":[{"user_id":"alice"},{"agent_id":"planner"}]}""", "b a")]
    [InlineData("""{"user_id":"alice","agent_id":"Planner"}""", "")]
    [InlineData("""{"user_id":"alice","agent_id":{"in":["planner","cook"]}}""", "c b a")]
    [InlineData("""{"user_id":"alice","agent_id":{"ne":"planner"}}""", "c")]
    [InlineData("""{"user_id":{"eq":"alice"},"run_id":"*"}""", "a")]
    [InlineData("""{"user_id":["alice"],"NOT":[{"run_id":"r1"}]}""", "c b")]
    [InlineData("""{"user_id":"alice","NOT":{"run_id":"r1"}}""", "c b")]
    [InlineData("""{"user_id":"alice","run_id":null}""", "c b")]
    [InlineData("""{"user_id":"alice","OR":[{"run_id":"r1"},{"agent_id":"cook"}]}""", "c a")]
    [InlineData("""{"AND":[{"user_id":"alice"},{"OR":[{"AND":[{"agent_id":"planner"},{"run_id":"r1"}]},{"agent_id":"cook"}]}]}""", "c a")]
    [InlineData("""{"user_id":"alice","metadata":{"topic":"home"}}""", "a")]
    [InlineData("""{"user_id":"alice","topic":"home"}""", "a")]
    [InlineData("""{"user_id":"alice","rank":{"gt":1}}""", "b")]
    [InlineData("""{"user_id":"alice","rank":{"gte":1,"lt":10}}""", "a")]
    [InlineData("""{"user_id":"alice","rank":{"nin":[1]}}""", "c b")]
    [InlineData("""{"user_id":"alice","topics":{"contains":"garden"}}""", "b")]
    [InlineData("""{"user_id":"alice","memory":{"icontains":"A"}}""", "a")]
    [InlineData("""{"user_id":"alice","keywords":{"contains":"A"}}""", "")]
    [InlineData("""{"user_id":"alice","role":"assistant"}""", "c")]
    [InlineData("""{"user_id":"alice","created_at":{"gte":"2024-07-01","lte":"2024-07-31"}}""", "a")]
    [InlineData("""{"user_id":"alice","created_at":{"gt":"2024-07-31T12:00:00Z"}}""", "c b")]
    [InlineData("""{"user_id":"alice","OR":[{"created_at":{"lt":"2024-08-01"}},{"created_at":"2024-08-02"}]}""", "b a")]
    [InlineData("""{"user_id":"bob"}""", "")]
    public async Task A_filter_finds_what_it_says(string filters, string expected)
    {
        using var client = Platform();
        await AddAsync(client, "alice", "a", ""","agent_id":"planner","run_id":"r1","metadata":{"topic":"home","rank":1},"timestamp":1722427200""");
        await AddAsync(client, "alice", "b", ""","agent_id":"planner","metadata":{"rank":10,"topics":["garden","work"]},"timestamp":1722600000""");
        await client.PostAsync("/v1/memories/", """{"messages":[{"role":"assistant","content":"c"}],"user_id":"alice","agent_id":"cook"}""");

        Assert.Equal(expected, string.Join(' ', await FilterAsync(client, filters)));
    }

    [Theory]
    [InlineData("""{"OR":[{"user_id":"alice"},{"user_id":"bob"}]}""", "one request reads one space: user_id must stand at the top of filters or in its AND, and name one user")]
    [InlineData("""{"user_id":{"in":["alice","bob"]}}""", "one request reads one space: user_id must stand at the top of filters or in its AND, and name one user")]
    [InlineData("""{"user_id":"*"}""", "one request reads one space: user_id must stand at the top of filters or in its AND, and name one user")]
    [InlineData("""{"AND":[{"user_id":"alice"},{"user_id":"bob"}]}""", "user_id is named twice and differs: nothing can be both")]
    [InlineData("""{"AND":{"user_id":"alice"}}""", "AND in filters must be an array of objects")]
    [InlineData("""{"OR":["alice"]}""", "filters must be an object, and so must each entry of AND, OR and NOT")]
    [InlineData("""[]""", "filters must be an object, and so must each entry of AND, OR and NOT")]
    [InlineData("""{"rank":{"above":1}}""", "filters know the operators eq, ne, in, nin, gt, gte, lt, lte, contains, icontains")]
    [InlineData("""{"rank":{"in":1}}""", "the filter in on rank takes an array")]
    [InlineData("""{"rank":{"gt":[1]}}""", "the filter gt on rank takes one value")]
    [InlineData("""{"created_at":{"gte":"soon"}}""", "created_at must be a time such as 2026-05-01T09:30:00Z, a date such as 2026-05-01, or seconds since 1970")]
    [InlineData("""{"run_id":5}""", "")]
    public async Task A_filter_that_cannot_be_meant_is_refused(string filters, string sentence)
    {
        using var client = Platform();

        var answer = await client.PostAsync("/v2/memories/", $$"""{"filters":{{filters}}}""");

        Assert.Equal(sentence.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.True(sentence.Length == 0 || answer.Detail == sentence, answer.Body);
    }

    [Theory]
    [InlineData("""{"filters":{"rank":{"in":[MANY]}}}""", 198, "filters must not hold more than 200 conditions and values")]
    [InlineData("""{"filters":{"AND":[{"OR":[MANY]}]}}""", 197, "filters must not hold more than 200 conditions and values")]
    [InlineData("""{"metadata":{"ranks":[MANY]}}""", 199, "metadata must not hold more than 200 conditions and values")]
    public async Task Conditions_are_few_because_each_is_asked_of_each_memory(string body, int most, string sentence)
    {
        using var client = Platform();
        string With(int count) => body.Replace("MANY", string.Join(',', Enumerable.Repeat(body.Contains("OR", StringComparison.Ordinal) ? "{}" : "1", count)), StringComparison.Ordinal);

        var allowed = await client.PostAsync("/v2/memories/", With(most));
        var refused = await client.PostAsync("/v2/memories/", With(most + 1));

        Assert.Equal(HttpStatusCode.OK, allowed.Status);
        Assert.Equal((HttpStatusCode.BadRequest, sentence), (refused.Status, refused.Detail));
    }

    [Theory]
    [InlineData("""{"query":"tea","top_k":1}""", 1)]
    [InlineData("""{"query":"tea","top_k":1000}""", 100)]
    [InlineData("""{"query":"tea","top_k":1,"filters":{"agent_id":"planner"}}""", 1)]
    [InlineData("""{"query":"tea","top_k":1,"metadata":{"rank":1}}""", 100)]
    [InlineData("""{"query":"tea","top_k":1,"filters":{"rank":{"gt":1}}}""", 100)]
    public void Where_a_condition_may_turn_every_hit_away_a_search_takes_large_steps(string body, int size)
    {
        var asker = new Mem0Asker(Gatekeeper.House(), SpaceName.Parse("me"), IsBound: false);

        var search = Mem0Search.Read(Mem0Members.Parse(Encoding.UTF8.GetBytes(body)), asker);

        Assert.Equal(size, search.Question.Limit);
    }

    [Theory]
    [InlineData(0, "0001-01-01")]
    [InlineData(TimeSpan.TicksPerDay, "0001-01-01")]
    [InlineData(TimeSpan.TicksPerDay + 1, "0001-01-02")]
    public void The_last_day_before_the_first_moment_of_the_calendar_is_its_own(long ticks, string day) =>
        Assert.Equal(day, Mem0Time.LastDay(new DateTimeOffset(ticks, TimeSpan.Zero)));

    [Fact]
    public async Task Filters_narrow_a_search_beyond_its_first_page()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "tea number 0", ""","metadata":{"rank":1}""");
        var many = string.Join(',', Enumerable.Range(1, 150).Select(number => $$"""{"role":"user","content":"tea tea number {{number}}"}"""));
        await client.PostAsync("/v1/memories/", $$"""{"messages":[{{many}}],"user_id":"alice"}""");

        var found = await client.PostAsync("/v1/memories/search/", """{"query":"tea","user_id":"alice","metadata":{"rank":1}}""");
        var all = await client.PostAsync("/v1/memories/search/", """{"query":"tea","user_id":"alice","top_k":1000}""");

        Assert.Equal(["tea number 0"], Texts(found.Json));
        Assert.Equal(151, all.Json.GetArrayLength());
    }
}
