using System.Net;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Rest.Mem0;

/// <summary>Where mem0's clients put their token, it counts; anywhere else it does not, and never in an address.</summary>
public sealed class Mem0CredentialTests : Mem0Test
{
    [Theory]
    [InlineData("/v1/ping/", "Authorization", "Token {0}", 200)]
    [InlineData("/v1/ping/", "Authorization", "token {0}", 200)]
    [InlineData("/v1/ping/", "Authorization", "Bearer {0}", 200)]
    [InlineData("/v1/ping/", "Authorization", "Token", 401)]
    [InlineData("/v1/ping/", "Authorization", "Token{0}", 401)]
    [InlineData("/v1/ping/", "Authorization", "Basic {0}", 401)]
    [InlineData("/v1/ping/", "Authorization", "Token wrong", 401)]
    [InlineData("/v1/ping/", "X-API-Key", "{0}", 401)]
    [InlineData("/mem0/configure", "X-API-Key", "{0}", 200)]
    [InlineData("/mem0/configure", "Authorization", "Bearer {0}", 200)]
    [InlineData("/mem0/configure", "Authorization", "Token {0}", 401)]
    [InlineData("/mem0/configure", "X-API-Key", "wrong", 401)]
    [InlineData("/mem0/configure", "X-API-Key", "", 401)]
    [InlineData("/v1/me", "Authorization", "Token {0}", 401)]
    [InlineData("/v1/me", "X-API-Key", "{0}", 401)]
    [InlineData("/memories?user_id=me", "Authorization", "Token {0}", 401)]
    [InlineData("/memories?user_id=me", "X-API-Key", "{0}", 401)]
    [InlineData("/mcp", "Authorization", "Token {0}", 401)]
    [InlineData("/v1/ping/?token={0}", "X-Nothing", "x", 401)]
    [InlineData("/mem0/configure?api_key={0}", "X-Nothing", "x", 401)]
    public async Task A_token_counts_where_the_route_takes_it(string path, string header, string value, int status)
    {
        using var stranger = Stranger();

        var answer = await stranger.SendAsync(
            HttpMethod.Get, string.Format(null, path, Locket.Token), null, (header, string.Format(null, value, Locket.Token)));

        Assert.Equal((HttpStatusCode)status, answer.Status);
    }

    [Fact]
    public async Task Two_tokens_in_one_request_are_none()
    {
        var answer = await Client.SendAsync(HttpMethod.Get, "/mem0/configure", null, ("X-API-Key", Locket.Token));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("the token is not valid", answer.Detail);
    }

    [Fact]
    public async Task Wrong_tokens_of_either_form_count_as_failures()
    {
        await using var strict = await TestLocket.StartAsync(settings => settings with { FailedLogins = 2 });
        using var stranger = new Wire(strict.Stranger());

        var first = await stranger.SendAsync(HttpMethod.Get, "/v1/ping/", null, ("Authorization", "Token wrong"));
        var second = await stranger.SendAsync(HttpMethod.Get, "/mem0/configure", null, ("X-API-Key", "wrong"));
        var third = await stranger.SendAsync(HttpMethod.Get, "/mem0/configure", null, ("X-API-Key", "wrong"));
        var right = await stranger.SendAsync(HttpMethod.Get, "/mem0/configure", null, ("X-API-Key", strict.Token));

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], [first.Status, second.Status, third.Status]);
        Assert.Equal("too_many_failures", third.Code);
        Assert.Equal(HttpStatusCode.OK, right.Status);
    }

    [Fact]
    public async Task A_space_outside_the_grant_is_forbidden_and_an_id_in_it_unknown()
    {
        var id = await AddAsync(Client, "alice", "hers");
        using var bob = await NamedAsync("""{"name":"bob","default_space":"bob"}""");

        var paths = new[] { "/v1/memories/?user_id=alice", "/mem0/memories?user_id=alice" };
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await bob.GetAsync(path)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await bob.DeleteAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await bob.PostAsync("/v3/memories/search/", """{"query":"x","filters":{"user_id":"alice"}}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.PostAsync("/v3/memories/add/", """{"messages":"x","user_id":"alice"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.DeleteAsync("/v2/entities/user/alice/")).Status);
        var (foreign, unknown) = (await bob.GetAsync($"/v1/memories/{id}/"), await bob.GetAsync($"/v1/memories/{new string('0', 32)}/"));
        Assert.Equal((HttpStatusCode.NotFound, foreign.Body), (unknown.Status, unknown.Body));
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.DeleteAsync($"/v1/memories/{id}/")).Status);
        Assert.Equal("hers", (await Client.GetAsync($"/v1/memories/{id}/")).Text("memory"));
    }

    [Fact]
    public async Task Without_a_user_it_is_the_tokens_own_space()
    {
        using var bob = await NamedAsync("""{"name":"bob","default_space":"bob"}""");

        var added = await bob.PostAsync("/v1/memories/", """{"messages":"mine","agent_id":"planner"}""");
        var listed = await bob.PostAsync("/v3/memories/", """{"filters":{"agent_id":"planner"}}""");

        Assert.Equal(HttpStatusCode.OK, added.Status);
        Assert.Equal(["bob"], listed.Texts("results", "user_id"));
    }

    [Fact]
    public async Task A_token_that_may_only_write_reaches_its_own_space_alone()
    {
        var (own, other) = (await AddAsync(Client, "bob", "his"), await AddAsync(Client, "bob2", "elsewhere"));
        using var bob = await NamedAsync("""{"name":"bob","default_space":"bob","spaces":["bob*"],"scopes":["memory:write"],"trust":"user"}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await bob.GetAsync($"/v1/memories/{own}/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await bob.DeleteAsync($"/v1/memories/{own}/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.DeleteAsync($"/v1/memories/{other}/")).Status);
    }

    [Fact]
    public void No_address_of_mem0_is_also_one_of_ours()
    {
        var routes = Locket.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .GroupBy(route => Server.Gate.Mem0Paths.Holds("/" + route.RoutePattern.RawText!.Trim('/')))
            .ToDictionary(group => group.Key, group => group.ToList());

        Assert.All(routes[true], route => Assert.NotNull(route.Metadata.GetMetadata<Server.Gate.MoreCredentials>()));
        Assert.All(routes[false], route => Assert.Null(route.Metadata.GetMetadata<Server.Gate.MoreCredentials>()));
        Assert.Contains(routes[false], route => route.RoutePattern.RawText!.Contains("/v1/spaces", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/me/", 200)]
    [InlineData("/v1/spaces/", 200)]
    [InlineData("/v1/tokens/", 200)]
    [InlineData("/v1/spaces/ping/memories/", 200)]
    [InlineData("/v1/spaces/batch/entities/", 200)]
    [InlineData("/v1/ping", 200)]
    [InlineData("/v1/memories", 200)]
    [InlineData("/v2/nothing/", 404)]
    public async Task A_slash_at_the_end_changes_nobodys_answer(string path, int status)
    {
        var answer = await Client.GetAsync(path);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal(answer.Body, (await Client.GetAsync(path.EndsWith('/') ? path.TrimEnd('/') : path + "/")).Body);
    }
}
