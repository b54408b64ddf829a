using System.Net;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>The routes of mem0's own server, under <c>/mem0</c>.</summary>
public sealed class Mem0ServerTests : Mem0Test
{
    [Fact]
    public async Task A_memory_lives_its_life()
    {
        var added = await Client.PostAsync(
            "/mem0/memories", """{"messages":[{"role":"user","content":"I like tea"}],"user_id":"alice","run_id":"r","metadata":{"a":"b"},"infer":false}""");
        var id = added.List("results").Single().GetProperty("id").GetString()!;

        var got = await Client.GetAsync($"/mem0/memories/{id}");
        var listed = await Client.GetAsync("/mem0/memories?user_id=alice&run_id=r&top_k=5");
        var found = await Client.PostAsync("/mem0/search", """{"query":"tea","filters":{"user_id":"alice"},"top_k":5,"threshold":0.01,"explain":true}""");
        var updated = await PutAsync(Client, $"/mem0/memories/{id}", """{"text":"I like coffee"}""");
        var history = await Client.GetAsync($"/mem0/memories/{id}/history");
        var deleted = await Client.DeleteAsync($"/mem0/memories/{id}");
        var gone = await Client.GetAsync($"/mem0/memories/{id}");

        Assert.Equal("ADD", added.List("results").Single().GetProperty("event").GetString());
        Assert.Equal("I like tea", got.Text("memory"));
        Assert.Equal(["I like tea"], listed.Texts("results", "memory"));
        Assert.Equal(["I like tea"], found.Texts("results", "memory"));
        Assert.True(found.List("results").Single().GetProperty("score_details").GetProperty("words").GetDouble() > 0);
        Assert.Equal("Memory updated successfully!", updated.Text("message"));
        Assert.Equal(2, history.Json.GetArrayLength());
        Assert.Equal("Memory deleted successfully", deleted.Text("message"));
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Equal(["detail", "code"], gone.Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Deleting_all_needs_somebody_named()
    {
        await AddAsync(Client, "me", "stays");

        var nobody = await Client.DeleteAsync("/mem0/memories");
        var wrong = await Client.DeleteAsync("/mem0/memories?user=me");
        var star = await Client.DeleteAsync("/mem0/memories?user_id=*");
        var left = await Client.GetAsync("/mem0/memories");
        var run = await Client.DeleteAsync("/mem0/memories?run_id=none");

        Assert.Equal("at least one of user_id, agent_id, app_id and run_id is needed", nobody.Detail);
        Assert.All([nobody, wrong, star], answer => Assert.Equal(HttpStatusCode.BadRequest, answer.Status));
        Assert.Equal("All relevant memories deleted", run.Text("message"));
        Assert.Single(left.List("results"));
    }

    [Fact]
    public async Task A_reset_forgets_one_space_for_admins_and_undo_brings_it_back()
    {
        var id = await AddAsync(Client, "alice", "hers");
        await AddAsync(Client, "bob", "his");
        using var plain = await NamedAsync("""{"name":"plain","spaces":["*"],"default_space":"alice"}""");

        var refused = await plain.PostAsync("/mem0/reset?user_id=alice", "{}");
        var reset = await Client.PostAsync("/mem0/reset?user_id=alice", "{}");
        var left = await Client.GetAsync("/mem0/memories?user_id=bob");
        var undone = await Client.PostAsync($"/v1/spaces/alice/memories/{id}/undo", "{}");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("1 memories of the space alice are forgotten; undo brings each of them back", reset.Text("message"));
        Assert.Equal(["his"], left.Texts("results", "memory"));
        Assert.Equal(HttpStatusCode.OK, undone.Status);
    }

    [Fact]
    public async Task Configure_says_that_there_is_nothing_to_configure()
    {
        var told = await Client.GetAsync("/mem0/configure");
        var refused = await Client.PostAsync("/mem0/configure", """{"llm":{"provider":"openai"}}""");

        Assert.False(told.Json.GetProperty("infer").GetBoolean());
        Assert.Equal("locket", told.Json.GetProperty("vector_store").GetProperty("provider").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(told.Text("message"), refused.Detail);
    }
}
