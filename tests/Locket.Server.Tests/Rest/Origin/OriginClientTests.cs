using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Locket.Server.Tests.Rest.Origin;

/// <summary>What the origin's client sends, byte for byte as its HTTP library writes it: spaces as plus signs, the rest as it is.</summary>
public sealed class OriginClientTests : RestTest
{
    [Fact]
    public async Task Health_answers_without_a_token_in_the_origins_shape()
    {
        using var stranger = Stranger();

        var answer = await stranger.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("healthy", answer.Text("status"));
        Assert.True(answer.Json.GetProperty("auth_required").GetBoolean());
    }

    [Fact]
    public async Task A_memory_is_stored_and_listed_with_the_origins_fields()
    {
        var stored = await StoreAsync("user123", "preferences", "likes crypto");
        var listed = await Client.GetAsync("/memories?user_id=user123&limit=10");

        Assert.Equal(HttpStatusCode.OK, stored.Status);
        Assert.Equal(["status", "memory_id", "timestamp"], Names(stored.Json));
        Assert.Equal("success", stored.Text("status"));
        Assert.Equal(["memories", "total"], Names(listed.Json));
        Assert.Equal(1, listed.Json.GetProperty("total").GetInt32());
        var memory = listed.Json.GetProperty("memories")[0];
        Assert.Equal(["id", "user_id", "information_type", "information", "timestamp", "created_at"], Names(memory));
        Assert.Equal(stored.Text("memory_id"), memory.GetProperty("id").GetString());
        Assert.Equal("user123", memory.GetProperty("user_id").GetString());
        Assert.Equal("preferences", memory.GetProperty("information_type").GetString());
        Assert.Equal("likes crypto", memory.GetProperty("information").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$", memory.GetProperty("created_at").GetString()!);
        Assert.Equal(stored.Text("timestamp"), memory.GetProperty("created_at").GetString());
    }

    [Fact]
    public async Task The_meaningless_timestamp_and_other_fields_go_to_the_metadata()
    {
        var stored = await Client.PostAsync(
            "/memories", """{"user_id":"meta","information_type":"note","information":"x","timestamp":12345.678,"mood":{"now":"good"}}""");

        var memory = await Client.GetAsync($"/v1/spaces/meta/memories/{stored.Text("memory_id")}");

        Assert.Equal("""{"timestamp":12345.678,"mood":{"now":"good"}}""", memory.Json.GetProperty("metadata").GetRawText());
        Assert.NotEqual(12345.678, double.Parse(stored.Text("timestamp")[..4], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_newest_come_first_and_total_counts_the_answer()
    {
        foreach (var number in Enumerable.Range(1, 12))
        {
            await StoreAsync("many", "note", $"number {number}");
        }

        var ten = await Client.GetAsync("/memories?user_id=many");
        var three = await Client.GetAsync("/memories?user_id=many&limit=3");

        Assert.Equal(10, ten.Json.GetProperty("total").GetInt32());
        Assert.Equal(3, three.Json.GetProperty("total").GetInt32());
        Assert.Equal(["number 12", "number 11", "number 10"], Texts(three));
    }

    [Fact]
    public async Task A_search_is_not_encoded_by_the_client_and_finds_what_a_substring_search_would()
    {
        await StoreAsync("seeker", "preferences", "likes crypto");
        await StoreAsync("seeker", "work", "trades cryptocurrencies by night");
        await StoreAsync("seeker", "food", "eats noodles");
        await StoreAsync("seeker", "work", "worked at R&D in the café of 北京");

        Assert.Equal(2, await TotalAsync("/memories/search?user_id=seeker&query=crypto"));
        Assert.Equal(1, await TotalAsync("/memories/search?user_id=seeker&query=ryptocurr"));
        Assert.Contains("eats noodles", Texts(await Client.GetAsync("/memories/search?user_id=seeker&query=eats+noodles")));
        Assert.Contains("worked at R&D in the café of 北京", Texts(await Client.GetAsync("/memories/search?user_id=seeker&query=R&D+in+the")));
        Assert.Contains("worked at R&D in the café of 北京", Texts(await Client.GetAsync("/memories/search?user_id=seeker&query=caf%C3%A9")));
        Assert.Contains("worked at R&D in the café of 北京", Texts(await Client.GetAsync("/memories/search?user_id=seeker&query=北京")));
    }

    [Fact]
    public async Task A_search_answers_with_its_query_and_without_one_it_lists()
    {
        await StoreAsync("lister", "note", "one");
        await StoreAsync("lister", "note", "two");

        var found = await Client.GetAsync("/memories/search?user_id=lister&query=a+b%2Bc&limit=5");
        var listed = await Client.GetAsync("/memories/search?user_id=lister");

        Assert.Equal(["memories", "total", "query"], Names(found.Json));
        Assert.Equal("a b+c", found.Text("query"));
        Assert.Equal(["two", "one"], Texts(listed));
    }

    [Fact]
    public async Task Deleting_a_type_takes_that_type_and_nothing_else()
    {
        await StoreAsync("tidy", "preferences", "one");
        await StoreAsync("tidy", "preferences", "two");
        await StoreAsync("tidy", "work", "three");

        var deleted = await Client.DeleteAsync("/memories?user_id=tidy&type=preferences");

        Assert.Equal("""{"status":"success","deleted_count":2}""", deleted.Body);
        Assert.Equal(["three"], Texts(await Client.GetAsync("/memories?user_id=tidy")));
    }

    [Fact]
    public async Task Deleting_without_a_type_takes_all_and_undo_brings_one_back()
    {
        var stored = await StoreAsync("gone", "note", "one");
        await StoreAsync("gone", "work", "two");

        var deleted = await Client.DeleteAsync("/memories?user_id=gone");
        await Client.SendAsync(HttpMethod.Post, $"/v1/spaces/gone/memories/{stored.Text("memory_id")}/undo", null);

        Assert.Equal(2, deleted.Json.GetProperty("deleted_count").GetInt32());
        Assert.Equal(["one"], Texts(await Client.GetAsync("/memories?user_id=gone")));
    }

    [Theory]
    [InlineData("R&D")]
    [InlineData("C#")]
    [InlineData("a+b")]
    [InlineData("a b")]
    [InlineData("100%")]
    [InlineData("a%2Fb")]
    [InlineData("a/b")]
    [InlineData("#tag")]
    [InlineData("Zoë 北京 🗝")]
    public async Task Names_that_mean_something_in_an_address_come_back_as_they_were(string name)
    {
        var encoded = Uri.EscapeDataString(name);
        await Client.PostAsync("/memories", JsonSerializer.Serialize(new { user_id = name, information_type = name, information = name }));
        await Client.PostAsync("/memories", JsonSerializer.Serialize(new { user_id = name, information_type = "other", information = "stays" }));

        var memory = (await Client.GetAsync($"/memories/search?user_id={encoded}&query={encoded}")).Json.GetProperty("memories")[0];
        var v1 = await Client.GetAsync($"/v1/spaces/{encoded}/memories?kind={encoded}");
        var deleted = await Client.DeleteAsync($"/memories?user_id={encoded}&type={encoded}");

        Assert.Equal(name, memory.GetProperty("user_id").GetString());
        Assert.Equal(name, memory.GetProperty("information").GetString());
        Assert.Equal(name, v1.Json.GetProperty("memories")[0].GetProperty("text").GetString());
        Assert.Equal(1, deleted.Json.GetProperty("deleted_count").GetInt32());
        Assert.Equal(["stays"], Texts(await Client.GetAsync($"/memories?user_id={encoded}")));
    }

    private Task<Answer> StoreAsync(string user, string type, string text) => Client.PostAsync(
        "/memories", JsonSerializer.Serialize(new { user_id = user, information_type = type, information = text }));

    private async Task<int> TotalAsync(string path) => (await Client.GetAsync(path)).Json.GetProperty("total").GetInt32();

    private static string[] Names(JsonElement json) => [.. json.EnumerateObject().Select(member => member.Name)];

    private static string[] Texts(Answer answer) =>
        [.. answer.Json.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("information").GetString()!)];
}
