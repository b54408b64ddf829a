using System.Net;
using System.Text.Json;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>The routes of mem0's platform, called as its npm client calls them.</summary>
public sealed class Mem0PlatformTests : Mem0Test
{
    [Fact]
    public async Task Ping_answers_as_the_client_checks_it()
    {
        using var client = Platform();

        var answer = await client.GetAsync("/v1/ping/");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("ok", answer.Text("status"));
    }

    [Fact]
    public async Task Messages_become_memories_word_for_word_with_their_author()
    {
        using var client = Platform();

        var added = await client.PostAsync("/v3/memories/add/", """
            {"messages":[{"role":"user","content":"I moved to Łódź last month."},{"role":"assistant","content":"Noted!"},{"role":"user","name":"Ewa","content":"So did I."}],
             "user_id":"alice","agent_id":"planner","app_id":"desk","run_id":"run-7","metadata":{"topic":"home"},"infer":true,"timestamp":1751364000}
            """);

        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Equal("SUCCEEDED", added.Text("status"));
        Assert.Equal(["ADD", "ADD", "ADD"], added.Texts("results", "event"));
        Assert.Equal(["I moved to Łódź last month.", "Noted!", "So did I."], added.Texts("results", "memory"));
        var memory = await client.GetAsync($"/v1/memories/{added.Text("event_id")}/");
        Assert.Equal("alice", memory.Text("user_id"));
        Assert.Equal("planner", memory.Text("agent_id"));
        Assert.Equal("desk", memory.Text("app_id"));
        Assert.Equal("run-7", memory.Text("run_id"));
        Assert.Equal("user", memory.Text("role"));
        Assert.Equal("""{"topic":"home"}""", memory.Json.GetProperty("metadata").GetRawText());
        Assert.Equal("2025-07-01T10:00:00.000000+00:00", memory.Text("created_at"));
        Assert.Equal(32, memory.Text("hash").Length);

        var ours = await Client.GetAsync("/v1/spaces/alice/memories");
        Assert.Equal(["Ewa", "assistant", "user"], ours.Texts("memories", "author"));
        Assert.All(ours.List("memories"), each => Assert.Equal("run-7", each.GetProperty("session").GetString()));
        Assert.Equal(["user", "agent", "user"], ours.List("memories").Select(each => each.GetProperty("source").GetProperty("origin").GetString()));
    }

    [Fact]
    public async Task The_same_message_twice_is_one_memory()
    {
        using var client = Platform();

        var first = await client.PostAsync("/v1/memories/", """{"messages":"I like tea","user_id":"alice"}""");
        var again = await client.PostAsync("/v1/memories/", """{"messages":[{"role":"user","content":"I like tea"}],"user_id":"alice"}""");

        Assert.Equal("ADD", first.Json[0].GetProperty("event").GetString());
        Assert.Equal("NOOP", again.Json[0].GetProperty("event").GetString());
        Assert.Equal(first.Json[0].GetProperty("id").GetString(), again.Json[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_message_that_is_refused_stores_none_of_its_request()
    {
        using var client = Platform();

        var added = await client.PostAsync(
            "/v1/memories/",
            """{"messages":[{"role":"user","content":"kept?"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}],"user_id":"alice"}""");

        Assert.Equal(HttpStatusCode.BadRequest, added.Status);
        Assert.Equal("messages[1].content holds a part that is no text; images and files are not stored", added.Detail);
        Assert.Empty((await Client.GetAsync("/v1/spaces/alice/memories")).List("memories"));
    }

    [Fact]
    public async Task The_versions_differ_in_the_form_of_their_answers()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "I drink green tea");

        var bare = await client.PostAsync("/v1/memories/search/", """{"query":"tea","user_id":"alice"}""");
        var wrapped = await client.PostAsync("/v2/memories/search/", """{"query":"tea","output_format":"v1.1","filters":{"user_id":"alice"}}""");
        var third = await client.PostAsync("/v3/memories/search/", """{"query":"tea","output_format":"v1.1","filters":{"user_id":"alice"},"top_k":3,"rerank":true}""");

        Assert.Equal(["I drink green tea"], Texts(bare.Json));
        Assert.Equal(["I drink green tea"], Texts(wrapped.Json.GetProperty("results")));
        Assert.Equal(["I drink green tea"], Texts(third.Json.GetProperty("results")));
        Assert.InRange(bare.Json[0].GetProperty("score").GetDouble(), 0.01, 1);
    }

    [Fact]
    public async Task Pages_count_the_whole_list_and_link_to_each_other()
    {
        using var client = Platform();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await AddAsync(client, "alice", $"number {number}");
        }

        var first = await client.PostAsync("/v3/memories/?page=1&page_size=2", """{"filters":{"user_id":"alice"}}""");
        var last = await client.PostAsync("/v2/memories/?page=3&page_size=2", """{"filters":{"AND":[{"user_id":"alice"}]}}""");
        var old = await client.GetAsync("/v1/memories/?user_id=alice&page=2&page_size=2");
        var all = await client.GetAsync("/v1/memories/?user_id=alice");

        Assert.Equal(5, first.Json.GetProperty("count").GetInt32());
        Assert.Equal(["number 5", "number 4"], Texts(first.Json.GetProperty("results")));
        Assert.Equal(JsonValueKind.Null, first.Json.GetProperty("previous").ValueKind);
        Assert.EndsWith("/v3/memories/?page=2&page_size=2", first.Text("next"), StringComparison.Ordinal);
        Assert.Equal(["number 1"], Texts(last.Json.GetProperty("results")));
        Assert.Equal(JsonValueKind.Null, last.Json.GetProperty("next").ValueKind);
        Assert.EndsWith("/v1/memories/?user_id=alice&page=3&page_size=2", old.Text("next"), StringComparison.Ordinal);
        Assert.Equal(5, Texts(all.Json).Count());
        var followed = await client.GetAsync(new Uri(old.Text("next")).PathAndQuery);
        Assert.Equal(["number 1"], Texts(followed.Json.GetProperty("results")));
    }

    [Fact]
    public async Task An_update_is_a_version_and_the_history_tells_it()
    {
        using var client = Platform();
        var id = await AddAsync(client, "alice", "I like tea", ""","metadata":{"a":1}""");

        var updated = await PutAsync(client, $"/v1/memories/{id}/", """{"text":"I like coffee","metadata":{"a":2},"expiration_date":"2999-12-31"}""");
        var lasting = await PutAsync(client, $"/v1/memories/{id}/", """{"expiration_date":null}""");
        var deleted = await client.DeleteAsync($"/v1/memories/{id}/");
        var history = await client.GetAsync($"/v1/memories/{id}/history/");
        var gone = await client.GetAsync($"/v1/memories/{id}/");

        Assert.Equal(("I like coffee", "I like coffee"), (updated.Text("memory"), updated.Text("text")));
        Assert.Equal("2999-12-31", updated.Text("expiration_date"));
        Assert.Equal(2, updated.Json.GetProperty("metadata").GetProperty("a").GetInt32());
        Assert.False(lasting.Json.TryGetProperty("expiration_date", out _));
        Assert.Equal("Memory deleted successfully!", deleted.Text("message"));
        Assert.Equal(["ADD", "UPDATE", "UPDATE", "DELETE"], history.Json.EnumerateArray().Select(entry => entry.GetProperty("event").GetString()));
        Assert.Equal("I like tea", history.Json[1].GetProperty("old_memory").GetString());
        Assert.Equal("I like coffee", history.Json[1].GetProperty("new_memory").GetString());
        Assert.False(history.Json[3].TryGetProperty("new_memory", out _));
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Equal("no such memory in this space", gone.Detail);
    }

    [Fact]
    public async Task What_has_expired_shows_only_to_who_asks_for_it()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "the sale of tea ends soon", ""","expiration_date":"2020-01-31","infer":false""");
        await AddAsync(client, "alice", "tea is in the cupboard", ""","expiration_date":"2999-01-31","infer":false""");

        var hidden = await client.PostAsync("/v3/memories/search/", """{"query":"tea","filters":{"user_id":"alice"}}""");
        var shown = await client.PostAsync("/v3/memories/search/", """{"query":"tea","filters":{"user_id":"alice"},"show_expired":true}""");
        var listed = await client.GetAsync("/v1/memories/?user_id=alice&show_expired=true");

        Assert.Equal(["tea is in the cupboard"], Texts(hidden.Json.GetProperty("results")));
        Assert.Equal(2, shown.List("results").Count());
        Assert.Equal(["2999-01-31", "2020-01-31"], listed.Json.EnumerateArray().Select(memory => memory.GetProperty("expiration_date").GetString()));
    }

    [Fact]
    public async Task A_threshold_a_number_and_fields_narrow_a_search()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "green tea in the morning");
        await AddAsync(client, "alice", "the green door");
        await AddAsync(client, "alice", "tea again");

        async Task<Answer> SearchAsync(string more) =>
            await client.PostAsync("/v1/memories/search/", $$"""{"query":"green tea","user_id":"alice"{{more}}}""");

        var all = (await SearchAsync("")).Json;
        var best = all[0].GetProperty("score").GetDouble();
        var limit = ((best + all[1].GetProperty("score").GetDouble()) / 2).ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(3, all.GetArrayLength());
        Assert.Single((await SearchAsync($""","threshold":{limit}""")).Json.EnumerateArray());
        Assert.Equal(2, (await SearchAsync(""","top_k":2""")).Json.GetArrayLength());
        var bare = (await SearchAsync(""","limit":1,"fields":["memory"]""")).Json[0];
        Assert.Equal(["id", "memory"], bare.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Batches_change_and_delete_several()
    {
        using var client = Platform();
        var (one, two) = (await AddAsync(client, "alice", "one"), await AddAsync(client, "alice", "two"));

        var changed = await PutAsync(
            client, "/v1/batch/", $$"""{"memories":[{"memory_id":"{{one}}","text":"first"},{"memory_id":"{{two}}","text":"second"}]}""");
        var texts = Texts((await client.GetAsync("/v1/memories/?user_id=alice")).Json).ToList();
        var wrong = await DeleteAsync(client, "/v1/batch/", $$"""{"memories":[{"memory_id":"{{one}}"},{"memory_id":"{{new string('0', 32)}}"}]}""");
        var left = (await client.GetAsync("/v1/memories/?user_id=alice")).Json.GetArrayLength();
        var deleted = await DeleteAsync(client, "/v1/batch/", $$"""{"memories":[{"memory_id":"{{one}}"},{"memory_id":"{{two}}"}]}""");

        Assert.Equal("Successfully updated 2 memories", changed.Text("message"));
        Assert.Equal(["second", "first"], texts);
        Assert.Equal((HttpStatusCode.NotFound, 2), (wrong.Status, left));
        Assert.Equal("Successfully deleted 2 memories", deleted.Text("message"));
        Assert.Equal("[]", (await client.GetAsync("/v1/memories/?user_id=alice")).Body);
    }

    [Fact]
    public async Task Deleting_all_keeps_to_its_scope_and_can_be_undone()
    {
        using var client = Platform();
        var gone = await AddAsync(client, "alice", "said by the planner", ""","agent_id":"planner","infer":false""");
        await AddAsync(client, "alice", "said by another", ""","agent_id":"Planner","infer":false""");
        await AddAsync(client, "bob", "said elsewhere", ""","agent_id":"planner","infer":false""");

        var deleted = await client.DeleteAsync("/v1/memories/?user_id=alice&agent_id=planner");
        var left = await client.GetAsync("/v1/memories/?user_id=alice");
        var undone = await Client.PostAsync($"/v1/spaces/alice/memories/{gone}/undo", "{}");

        Assert.Equal("Memories deleted successfully!", deleted.Text("message"));
        Assert.Equal(["said by another"], Texts(left.Json));
        Assert.Equal(["said elsewhere"], Texts((await client.GetAsync("/v1/memories/?user_id=bob")).Json));
        Assert.Equal(HttpStatusCode.OK, undone.Status);
    }

    [Fact]
    public async Task Entities_are_spaces_and_the_agents_apps_and_runs_of_ones_own()
    {
        using var client = Platform();
        await AddAsync(client, "alice", "hers");
        await client.PostAsync("/v1/memories/", """{"messages":"mine","agent_id":"planner","app_id":"desk","run_id":"r1"}""");
        await client.PostAsync("/v1/memories/", """{"messages":"mine too","agent_id":"planner"}""");

        var entities = await client.GetAsync("/v1/entities/");
        var page = await client.GetAsync("/v1/entities/?page=2&page_size=2");
        var deleted = await client.DeleteAsync("/v2/entities/agent/planner/");

        Assert.Equal(
            ["user alice 1", "user me 2", "agent planner 2", "app desk 1", "run r1 1"],
            entities.List("results").Select(each => $"{each.GetProperty("type")} {each.GetProperty("name")} {each.GetProperty("total_memories")}"));
        Assert.Equal(["planner", "desk"], page.Texts("results", "name"));
        Assert.Equal("Entity deleted successfully!", deleted.Text("message"));
        Assert.Equal(["alice"], (await client.GetAsync("/v1/entities/")).Texts("results", "name"));
    }

    [Fact]
    public async Task A_user_with_a_slash_in_the_name_is_one_user()
    {
        using var client = Platform();
        await AddAsync(client, "team/a b", "theirs");

        await client.DeleteAsync("/v2/entities/user/team%2Fa%20b/");

        Assert.Equal("[]", (await client.GetAsync("/v1/memories/?user_id=team/a+b")).Body);
    }

    [Fact]
    public async Task An_addition_is_an_event_that_is_done()
    {
        using var client = Platform();
        var added = await client.PostAsync("/v3/memories/add/", """{"messages":"done at once","user_id":"alice"}""");

        var state = await client.GetAsync($"/v1/event/{added.Text("event_id")}/");
        var states = await client.GetAsync("/v1/events/?user_id=alice");

        Assert.Equal(("SUCCEEDED", "ADD"), (state.Text("status"), state.Text("event_type")));
        Assert.Equal(["done at once"], state.Texts("results", "memory"));
        Assert.Equal([added.Text("event_id")], states.Texts("results", "id"));
    }

    [Fact]
    public async Task What_another_program_remembered_is_found_too()
    {
        using var client = Platform();
        await Client.PostAsync("/v1/spaces/alice/memories", """{"text":"tea, remembered elsewhere","kind":"preference","tags":["drinks"]}""");

        var found = await client.PostAsync("/v1/memories/search/", """{"query":"tea","user_id":"alice","categories":["drinks"]}""");

        Assert.Equal(["tea, remembered elsewhere"], Texts(found.Json));
        Assert.Equal("preference", found.Json[0].GetProperty("memory_type").GetString());
        Assert.Equal("drinks", found.Json[0].GetProperty("categories")[0].GetString());
    }
}
