using System.Net;
using System.Text.Json;

namespace Locket.Server.Tests.Rest;

public sealed class MemoryRouteTests : RestTest
{
    private const string Full = """
        {"text":"Ada lives in Paris","kind":"fact","tags":["city","home"],"about":["Ada","Paris"],"author":"Ada","session":"s1",
        "occurred_at":"2026-01-02T03:04:05+02:00","valid_until":"2027-01-01T00:00:00Z","expires_at":"2100-01-01T00:00:00Z",
        "metadata":{"a":[1,2.50,1e400],"é":"ü"}}
        """;

    [Fact]
    public async Task A_memory_is_made_at_an_address_and_reads_back_as_it_was_answered()
    {
        var made = await Client.PostAsync("/v1/spaces/work/memories", Full);
        var read = await Client.GetAsync(made.Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal($"/v1/spaces/work/memories/{made.Text("id")}", made.Headers.Location.OriginalString);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Equal(made.Body, read.Body);
        Assert.Equal("work", read.Text("space"));
        Assert.Equal("fact", read.Text("kind"));
        Assert.Equal("Ada lives in Paris", read.Text("text"));
        Assert.Equal(["city", "home"], read.List("tags").Select(tag => tag.GetString()));
        Assert.Equal(["Ada", "Paris"], read.List("about").Select(name => name.GetString()));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero), read.Json.GetProperty("occurred_at").GetDateTimeOffset());
        Assert.Equal("""{"a":[1,2.50,1e400],"é":"ü"}""", read.Json.GetProperty("metadata").GetRawText());
        Assert.Equal("session", read.Json.GetProperty("source").GetProperty("token").GetString());
        Assert.Equal("user", read.Text("trust"));
        Assert.Equal("active", read.Text("status"));
        Assert.Equal(1, read.Json.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Empty_members_are_left_out_and_the_kind_is_note_unless_said()
    {
        var made = await Client.PostAsync("/v1/spaces/s/memories", """{"text":"x"}""");

        Assert.Equal(
            ["id", "space", "kind", "text", "source", "trust", "created_at", "version", "status"],
            made.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("note", made.Text("kind"));
    }

    [Fact]
    public async Task The_same_memory_again_is_the_same_memory()
    {
        Assert.Equal(await RememberAsync("once"), await RememberAsync("once"));
    }

    [Fact]
    public async Task A_revision_makes_a_version_and_a_stale_one_is_a_conflict()
    {
        var id = await RememberAsync("one");
        var path = $"/v1/spaces/s/memories/{id}";

        var second = await Client.PatchAsync(path, """{"text":"two","expected_version":1}""");
        var stale = await Client.PatchAsync(path, """{"text":"three","expected_version":1}""");
        var blind = await Client.PatchAsync(path, """{"text":"three"}""");
        var nothing = await Client.PatchAsync(path, """{"expected_version":2}""");

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal("two", second.Text("text"));
        Assert.Equal(2, second.Json.GetProperty("version").GetInt32());
        Assert.Equal((HttpStatusCode.Conflict, "version_conflict"), (stale.Status, stale.Code));
        Assert.Equal((HttpStatusCode.Conflict, "version_conflict"), (blind.Status, blind.Code));
        Assert.Contains("expected_version", blind.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.Status);
        Assert.Equal("two", (await Client.GetAsync(path)).Text("text"));
    }

    [Fact]
    public async Task Of_many_revisions_of_one_version_one_wins()
    {
        var path = $"/v1/spaces/s/memories/{await RememberAsync("start")}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Client.PatchAsync(path, $$"""{"text":"by {{number}}","expected_version":1}""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_forgotten_memory_leaves_the_list_and_undo_brings_it_back()
    {
        var id = await RememberAsync("fleeting");
        var path = $"/v1/spaces/s/memories/{id}";

        var forgotten = await Client.DeleteAsync(path);
        var again = await Client.DeleteAsync(path);
        var gone = await Client.GetAsync("/v1/spaces/s/memories");
        var listed = await Client.GetAsync("/v1/spaces/s/memories?status=forgotten");
        var undone = await Client.SendAsync(HttpMethod.Post, $"{path}/undo", null);

        Assert.Equal(HttpStatusCode.NoContent, forgotten.Status);
        Assert.Equal(HttpStatusCode.NoContent, again.Status);
        Assert.Empty(gone.List("memories"));
        Assert.Equal([id], listed.Texts("memories", "id"));
        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Equal("active", undone.Text("status"));
        Assert.Equal([id], (await Client.GetAsync("/v1/spaces/s/memories")).Texts("memories", "id"));
    }

    [Fact]
    public async Task The_history_tells_every_change_in_order()
    {
        var id = await RememberAsync("one");
        var path = $"/v1/spaces/s/memories/{id}";
        await Client.PatchAsync(path, """{"text":"two","expected_version":1}""");
        await Client.DeleteAsync(path);
        await Client.SendAsync(HttpMethod.Post, $"{path}/undo", null);

        var history = await Client.GetAsync($"{path}/history");

        Assert.Equal(id, history.Text("id"));
        Assert.Equal(["remembered", "revised", "forgotten", "restored"], history.Texts("versions", "change"));
        Assert.Equal([1, 2, 3, 4], history.List("versions").Select(entry => entry.GetProperty("version").GetInt32()));
        Assert.Equal("owner", history.List("versions").First().GetProperty("by").GetString());
        Assert.Equal("two", history.List("versions").ElementAt(1).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_successor_supersedes_and_both_say_so()
    {
        var old = await RememberAsync("lives in Paris");

        var made = await Client.PostAsync("/v1/spaces/s/memories", $$"""{"text":"lives in Rome","replaces":"{{old}}"}""");
        var before = await Client.GetAsync($"/v1/spaces/s/memories/{old}");

        Assert.Equal(old, made.Text("replaces"));
        Assert.Equal("superseded", before.Text("status"));
        Assert.Equal(made.Text("id"), before.Text("replaced_by"));
    }

    [Fact]
    public async Task Cursors_page_through_everything_exactly_once_while_others_write()
    {
        var ids = new List<string>();
        foreach (var number in Enumerable.Range(0, 57))
        {
            ids.Add(await RememberAsync($"memory {number}"));
        }

        var seen = new List<string>();
        var path = "/v1/spaces/s/memories?limit=10";
        for (var next = ""; ; next = $"&cursor={Uri.EscapeDataString(next)}")
        {
            var page = await Client.GetAsync($"{path}{next}");
            seen.AddRange(page.Texts("memories", "id"));
            await RememberAsync($"meanwhile {seen.Count}");
            if (!page.Json.TryGetProperty("next", out var cursor))
            {
                break;
            }

            next = cursor.GetString()!;
        }

        Assert.Equal(Enumerable.Reverse(ids), seen);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_several_tags_must_all_be_there()
    {
        await Client.PostAsync("/v1/spaces/f/memories", """{"text":"1","kind":"a","tags":["x"],"about":["Ada"],"author":"Bo"}""");
        await Client.PostAsync("/v1/spaces/f/memories", """{"text":"2","kind":"b","tags":["x","y"]}""");
        await Client.PostAsync("/v1/spaces/f/memories", """{"text":"3","kind":"c","tags":["#y & z+"]}""");

        Assert.Equal(["1"], await TextsAsync("kind=a"));
        Assert.Equal(["2", "1"], await TextsAsync("kind=a&kind=b"));
        Assert.Equal(["2", "1"], await TextsAsync("tag=x"));
        Assert.Equal(["2"], await TextsAsync("tag=x&tag=y"));
        Assert.Equal(["3"], await TextsAsync($"tag={Uri.EscapeDataString("#y & z+")}"));
        Assert.Equal(["1"], await TextsAsync("about=Ada"));
        Assert.Equal(["1"], await TextsAsync("author=Bo"));
        Assert.Equal(["3"], await TextsAsync("limit=1"));
    }

    [Fact]
    public async Task A_space_that_is_granted_and_empty_reads_as_empty()
    {
        var list = await Client.GetAsync("/v1/spaces/nobody-wrote-here/memories");
        var spaces = await Client.GetAsync("/v1/spaces");

        Assert.Empty(list.List("memories"));
        Assert.DoesNotContain("nobody-wrote-here", spaces.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_in_the_path_is_decoded_once_and_composed()
    {
        await RememberAsync("slash", "a%2Fb");
        await RememberAsync("percent", "a%252Fb");
        await RememberAsync("composed", Uri.EscapeDataString("cafe\u0301"));

        var spaces = (await Client.GetAsync("/v1/spaces")).List("spaces").Select(name => name.GetString());

        Assert.Equal(new[] { "a%2Fb", "a/b", "caf\u00e9" }, spaces);
        Assert.Equal("slash", (await Client.GetAsync("/v1/spaces/a%2fb/memories")).Texts("memories", "text").Single());
        Assert.Equal("percent", (await Client.GetAsync("/v1/spaces/a%252Fb/memories")).Texts("memories", "text").Single());
        Assert.Equal("composed", (await Client.GetAsync("/v1/spaces/caf%C3%A9/memories")).Texts("memories", "text").Single());
    }

    [Fact]
    public async Task Answers_are_not_kept_by_caches_and_name_a_correlation_id()
    {
        var list = await Client.GetAsync("/v1/spaces/s/memories");

        Assert.True(list.Headers.CacheControl!.NoStore);
        Assert.NotEmpty(list.Headers.GetValues("X-Correlation-Id").Single());
        Assert.Equal(JsonValueKind.Array, list.Json.GetProperty("memories").ValueKind);
    }

    private async Task<string[]> TextsAsync(string query) =>
        [.. (await Client.GetAsync($"/v1/spaces/f/memories?{query}")).Texts("memories", "text")];
}
