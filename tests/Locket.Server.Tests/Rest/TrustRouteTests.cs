using System.Net;

namespace Locket.Server.Tests.Rest;

/// <summary>Who is trusted less hears a clear no over every face, and nothing is changed.</summary>
public sealed class TrustRouteTests : RestTest
{
    [Fact]
    public async Task A_token_below_the_trust_of_a_memory_is_told_so()
    {
        var id = await RememberAsync("The user said so");
        using var agent = await NamedAsync("""{"name":"n","scopes":["memory:read","memory:write"],"spaces":["s"],"default_space":"s","trust":"agent"}""");

        Answer[] answers =
        [
            await agent.PatchAsync($"/v1/spaces/s/memories/{id}", """{"text":"the agent knows better","expected_version":1}"""),
            await agent.DeleteAsync($"/v1/spaces/s/memories/{id}"),
            await agent.PostAsync($"/v1/spaces/s/memories/{id}/undo", "{}"),
            await agent.PostAsync("/v1/spaces/s/memories", $$"""{"text":"the agent knows better","replaces":"{{id}}"}"""),
        ];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Forbidden, "below_trust"), (answer.Status, answer.Text("code"))));
        Assert.Contains("stands at trust user, and this token writes at agent", answers[0].Text("detail"), StringComparison.Ordinal);
        var stands = await Client.GetAsync($"/v1/spaces/s/memories/{id}");
        Assert.Equal(("The user said so", "active"), (stands.Text("text"), stands.Text("status")));
    }
}
