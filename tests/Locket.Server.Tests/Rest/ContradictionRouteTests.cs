using System.Net;

namespace Locket.Server.Tests.Rest;

public sealed class ContradictionRouteTests : RestTest
{
    private const string Route = "/v1/spaces/s/contradictions";

    [Fact]
    public async Task Memories_that_cannot_both_be_so_are_listed_and_left_as_they_are()
    {
        var lisbon = await WriteAsync("Ada lives in Lisbon");
        var porto = await WriteAsync("Ada lives in Porto");
        await WriteAsync("Ada likes trains");

        var answer = await Client.GetAsync(Route);
        var again = await Client.GetAsync(Route);

        var pair = answer.List("contradictions").Single();
        Assert.Equal(("Ada", porto, lisbon), (pair.GetProperty("about").GetString(), pair.GetProperty("memory").GetProperty("id").GetString(), pair.GetProperty("against").GetProperty("id").GetString()));
        Assert.Equal("active", pair.GetProperty("against").GetProperty("status").GetString());
        Assert.False(answer.Json.TryGetProperty("next", out _));
        Assert.Equal(answer.Body, again.Body);
    }

    [Fact]
    public async Task A_pair_is_gone_once_somebody_has_settled_it()
    {
        await WriteAsync("Ada lives in Lisbon");
        var porto = await WriteAsync("Ada lives in Porto");
        await Client.DeleteAsync($"/v1/spaces/s/memories/{porto}");

        Assert.Empty((await Client.GetAsync(Route)).List("contradictions"));
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        foreach (var place in new[] { "Lisbon", "Porto", "Faro" })
        {
            await WriteAsync($"Ada lives in {place}");
        }

        var first = await Client.GetAsync($"{Route}?limit=1");
        var second = await Client.GetAsync($"{Route}?limit=1&cursor={first.Text("next")}");

        Assert.Equal((2, 1), (first.List("contradictions").Count(), second.List("contradictions").Count()));
        Assert.False(second.Json.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("?limit=0", "limit must be from 1 to 100")]
    [InlineData("?cursor=nonsense", "cursor is not one that this listing gave to this token")]
    public async Task A_broken_listing_is_a_400_that_names_the_field(string query, string sentence)
    {
        var answer = await Client.GetAsync(Route + query);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.Status, answer.Detail));
    }

    private async Task<string> WriteAsync(string text) =>
        (await Client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"{{text}}","about":["Ada"]}""")).Text("id");
}
