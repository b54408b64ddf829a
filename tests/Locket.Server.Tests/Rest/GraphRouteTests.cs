using System.Net;

namespace Locket.Server.Tests.Rest;

public sealed class GraphRouteTests : RestTest
{
    private const string Space = "/v1/spaces/s";

    [Fact]
    public async Task Things_and_edges_are_told_and_found_around_a_name()
    {
        await Client.PostAsync($"{Space}/memories", """{"text":"Ada likes chess","about":["Ada"]}""");
        var entity = await Client.PostAsync($"{Space}/entities", """{"name":"Ada","type":"person"}""");
        var made = await Client.PostAsync($"{Space}/relations", """{"from":"Ada","relation":"works at","to":"Initech"}""");
        await Client.PostAsync($"{Space}/relations", """{"from":"Initech","relation":"based in","to":"Lyon"}""");

        var near = await Client.GetAsync($"{Space}/graph?name=Ada");
        var far = await Client.GetAsync($"{Space}/graph?name=Ada&depth=2&limit=50");
        var relations = await Client.GetAsync($"{Space}/relations?name=Initech");

        Assert.Equal(("Ada", "person"), (entity.Text("name"), entity.Text("type")));
        Assert.Equal(("Ada", "works at", "Initech"), (made.Text("from"), made.Text("relation"), made.Text("to")));
        Assert.Contains("Initech", near.Texts("entities", "name"));
        Assert.DoesNotContain("Lyon", near.Texts("entities", "name"));
        Assert.Contains("Lyon", far.Texts("entities", "name"));
        Assert.Equal(["Ada likes chess"], near.Texts("memories", "text"));
        Assert.Equal(2, relations.List("relations").Count());
    }

    [Fact]
    public async Task All_edges_are_listed_page_after_page_each_once()
    {
        foreach (var number in Enumerable.Range(0, 7))
        {
            await Client.PostAsync($"{Space}/relations", $$"""{"from":"Ada","relation":"knows","to":"person {{number}}"}""");
        }

        var seen = new List<string>();
        for (var page = await Client.GetAsync($"{Space}/relations?limit=3"); ; page = await Client.GetAsync($"{Space}/relations?limit=3&cursor={page.Text("next")}"))
        {
            seen.AddRange(page.Texts("relations", "to"));
            if (!page.Json.TryGetProperty("next", out _))
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"person {number}"), seen.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync($"{Space}/relations?cursor=x")).Status);
    }

    [Fact]
    public async Task An_edge_that_ends_is_gone_and_ending_it_again_is_a_404()
    {
        await Client.PostAsync($"{Space}/relations", """{"from":"Ada","relation":"works at","to":"Initech"}""");

        var ended = await Client.PostAsync($"{Space}/relations", """{"from":"Ada","relation":"works at","to":"Initech","ends":true}""");
        var again = await Client.PostAsync($"{Space}/relations", """{"from":"Ada","relation":"works at","to":"Initech","ends":true}""");

        Assert.True(ended.Json.TryGetProperty("until", out _));
        Assert.Equal(HttpStatusCode.NotFound, again.Status);
        Assert.Empty((await Client.GetAsync($"{Space}/relations")).List("relations"));
    }

    [Fact]
    public async Task Things_are_paged_in_order_exactly_once()
    {
        var names = Enumerable.Range(0, 25).Select(number => $"thing {number:00}").ToArray();
        foreach (var name in names.Reverse())
        {
            await Client.PostAsync($"{Space}/entities", $$"""{"name":"{{name}}","type":"t"}""");
        }

        var seen = new List<string>();
        for (var next = ""; ;)
        {
            var page = await Client.GetAsync($"{Space}/entities?limit=10{next}");
            seen.AddRange(page.Texts("entities", "name"));
            if (!page.Json.TryGetProperty("next", out var cursor))
            {
                break;
            }

            next = $"&cursor={Uri.EscapeDataString(cursor.GetString()!)}";
        }

        Assert.Equal(names, seen);
    }

    [Fact]
    public async Task A_name_that_nobody_told_has_nothing_around_it()
    {
        var graph = await Client.GetAsync($"{Space}/graph?name=nobody");

        Assert.Equal(HttpStatusCode.OK, graph.Status);
        Assert.Empty(graph.List("entities"));
    }

    [Theory]
    [InlineData("/entities", """{"name":"Ada"}""", "type is missing")]
    [InlineData("/entities", """{"name":"","type":"t"}""", "name must not be empty")]
    [InlineData("/relations", """{"from":"a","relation":"b"}""", "to is missing")]
    [InlineData("/relations", """{"from":"a","relation":5,"to":"c"}""", "relation is not of the right type")]
    [InlineData("/relations", """{"from":"a","relation":"b","to":"c","ends":"yes"}""", "ends is not of the right type")]
    public async Task A_broken_write_is_a_400_that_names_the_field(string tail, string body, string sentence)
    {
        var answer = await Client.PostAsync($"{Space}{tail}", body);

        Assert.Equal((HttpStatusCode.BadRequest, sentence), (answer.Status, answer.Detail));
    }
}
