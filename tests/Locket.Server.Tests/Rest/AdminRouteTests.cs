using System.Net;
using System.Text.Json;

namespace Locket.Server.Tests.Rest;

public sealed class AdminRouteTests : RestTest
{
    [Fact]
    public async Task Me_tells_who_the_token_is()
    {
        using var named = await NamedAsync("""{"name":"n","scopes":["memory:read"],"spaces":["a-*"],"default_space":"a-1","trust":"external"}""");

        var owner = await Client.GetAsync("/v1/me");
        var me = await named.GetAsync("/v1/me");

        Assert.Equal(("owner", "session", "me"), (owner.Text("principal"), owner.Text("token"), owner.Text("default_space")));
        Assert.Equal(["memory:read"], me.List("scopes").Select(scope => scope.GetString()));
        Assert.Equal(["a-*"], me.List("spaces").Select(space => space.GetString()));
        Assert.Equal(("a-1", "external"), (me.Text("default_space"), me.Text("trust")));
    }

    [Fact]
    public async Task A_token_is_made_listed_rotated_and_revoked_and_its_secret_is_shown_once()
    {
        var made = await Client.PostAsync("/v1/tokens", """{"name":"editor"}""");
        var id = made.Json.GetProperty("token").GetProperty("id").GetString()!;
        var list = await Client.GetAsync("/v1/tokens");
        var rotated = await Client.SendAsync(HttpMethod.Post, $"/v1/tokens/{id}/rotate", null);
        var next = rotated.Json.GetProperty("token").GetProperty("id").GetString()!;
        var old = await StatusAsync(made.Text("secret"));
        var fresh = await StatusAsync(rotated.Text("secret"));
        var revoked = await Client.DeleteAsync($"/v1/tokens/{next}");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Matches($"^lkt_{id}_[0-9A-Za-z]{{49}}$", made.Text("secret"));
        Assert.DoesNotContain(made.Text("secret").Split('_')[2], list.Body, StringComparison.Ordinal);
        Assert.Equal("editor", list.List("tokens").Single().GetProperty("name").GetString());
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (old, fresh));
        Assert.True(revoked.Json.TryGetProperty("revoked_at", out _));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(rotated.Text("secret")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"n","scopes":["root"]}""")]
    [InlineData("""{"name":"n","scopes":[null]}""")]
    [InlineData("""{"name":"n","scopes":[]}""")]
    [InlineData("""{"name":"n","spaces":[""]}""")]
    [InlineData("""{"name":"n","spaces":[null]}""")]
    [InlineData("""{"name":"n","spaces":["*********"]}""")]
    [InlineData("""{"name":"n","trust":"god"}""")]
    [InlineData("""{"name":"n","expires_in_days":0}""")]
    [InlineData("""{"name":"n","expires_in_days":366}""")]
    [InlineData("""{"name":"n","expires_in_days":"90"}""")]
    [InlineData("""{"name":"n","writes_per_minute":-1}""")]
    [InlineData("""{"name":"n","default_space":" "}""")]
    [InlineData("""{"name":"n","profile":"nobody"}""")]
    [InlineData("""{"name":"n","profile":""}""")]
    public async Task A_broken_request_for_a_token_is_a_400(string body)
    {
        var answer = await Client.PostAsync("/v1/tokens", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty((await Client.GetAsync("/v1/tokens")).List("tokens"));
    }

    [Fact]
    public async Task A_token_shows_its_profile_and_keeps_it_when_rotated()
    {
        var made = await Client.PostAsync("/v1/tokens", """{"name":"editor","profile":"chatgpt"}""");
        var plain = await Client.PostAsync("/v1/tokens", """{"name":"plain"}""");
        var id = made.Json.GetProperty("token").GetProperty("id").GetString()!;
        var rotated = await Client.SendAsync(HttpMethod.Post, $"/v1/tokens/{id}/rotate", null);
        using var holder = new Wire(Locket.Client(rotated.Text("secret")));
        var me = await holder.GetAsync("/v1/me");

        Assert.Equal("chatgpt", made.Json.GetProperty("token").GetProperty("profile").GetString());
        Assert.False(plain.Json.GetProperty("token").TryGetProperty("profile", out _));
        Assert.Equal("chatgpt", rotated.Json.GetProperty("token").GetProperty("profile").GetString());
        Assert.Equal("chatgpt", me.Text("profile"));
        Assert.Equal(2, (await Client.GetAsync("/v1/tokens")).List("tokens").Count(token => token.TryGetProperty("profile", out _)));
    }

    [Fact]
    public async Task An_unknown_token_cannot_be_rotated_or_revoked()
    {
        var rotated = await Client.SendAsync(HttpMethod.Post, "/v1/tokens/AAAAAAAAAAAA/rotate", null);
        var revoked = await Client.DeleteAsync("/v1/tokens/AAAAAAAAAAAA");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (rotated.Status, revoked.Status));
    }

    [Fact]
    public async Task The_audit_names_who_did_what_and_never_the_text_and_its_seals_hold()
    {
        await RememberAsync("canary-text-in-the-audit");
        await Client.PostAsync("/v1/tokens", """{"name":"n"}""");

        var page = await Client.GetAsync("/v1/audit?limit=100");
        var rest = await Client.GetAsync($"/v1/audit?after={page.Json.GetProperty("next").GetInt64()}");
        var last = await Client.GetAsync("/v1/audit?after=-1");
        var verdict = await Client.GetAsync("/v1/audit/verify");

        Assert.Contains("remember", page.Texts("entries", "action"));
        Assert.All(page.Texts("entries", "principal"), principal => Assert.Equal("owner", principal));
        Assert.DoesNotContain("canary", page.Body, StringComparison.Ordinal);
        Assert.Empty(rest.List("entries"));
        Assert.Single(last.List("entries"));
        Assert.True(verdict.Json.GetProperty("holds").GetBoolean());
        Assert.Equal(JsonValueKind.Number, verdict.Json.GetProperty("entries").ValueKind);
    }

    private async Task<HttpStatusCode> StatusAsync(string secret)
    {
        using var client = new Wire(Locket.Client(secret));

        return (await client.GetAsync("/v1/me")).Status;
    }
}
