using System.Net;

namespace Locket.Server.Tests.Rest;

public sealed class IsolationTests : RestTest
{
    private const string Narrow = """{"name":"narrow","spaces":["mine","team-*"],"default_space":"mine"}""";

    [Fact]
    public async Task A_foreign_id_and_an_unknown_id_answer_with_the_same_bytes()
    {
        using var narrow = await NamedAsync(Narrow);
        var foreign = await RememberAsync("secret", "theirs");
        var unknown = $"{(foreign[0] == '0' ? '1' : '0')}{foreign[1..]}";

        foreach (var (method, tail, body) in Routes())
        {
            var first = await AskAsync(narrow, method, $"/v1/spaces/mine/memories/{foreign}{tail}", body);
            var second = await AskAsync(narrow, method, $"/v1/spaces/mine/memories/{unknown}{tail}", body);

            Assert.Equal(HttpStatusCode.NotFound, first.Status);
            Assert.Equal((first.Status, first.Body), (second.Status, second.Body));
            Assert.Equal(Names(first), Names(second));
        }
    }

    [Fact]
    public async Task A_space_outside_the_grant_is_forbidden_whether_it_exists_or_not()
    {
        using var narrow = await NamedAsync(Narrow);
        var id = await RememberAsync("secret", "theirs");
        await RememberAsync("secret", "other");
        string[] spaces = ["theirs", "nobody-wrote-here", "Mine", "mine2", "team", "other"];

        foreach (var space in spaces)
        {
            foreach (var (method, path, body) in SpaceRoutes(space, id))
            {
                var answer = await AskAsync(narrow, method, path, body);

                Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{method} {path}: {answer.Status} {answer.Body}");
                Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
            }

            var import = await narrow.ImportAsync(space, """{"text":"x"}""");
            Assert.Equal(HttpStatusCode.Forbidden, import.Status);
        }
    }

    [Fact]
    public async Task A_grant_covers_what_its_patterns_name()
    {
        using var narrow = await NamedAsync(Narrow);
        await RememberAsync("secret", "theirs");
        await RememberAsync("ours", "team-a");

        var seen = await narrow.GetAsync("/v1/spaces");

        Assert.Equal(["team-a"], seen.List("spaces").Select(name => name.GetString()));
        Assert.Equal(["ours"], (await narrow.GetAsync("/v1/spaces/team-a/memories")).Texts("memories", "text"));
        Assert.Equal(HttpStatusCode.Created, (await narrow.PostAsync("/v1/spaces/mine/memories", """{"text":"x"}""")).Status);
    }

    [Fact]
    public async Task A_token_that_may_only_read_cannot_write_and_one_that_only_writes_cannot_read()
    {
        var id = await RememberAsync("text", "mine");
        using var reader = await NamedAsync("""{"name":"r","scopes":["memory:read"],"spaces":["mine"],"default_space":"mine"}""");
        using var writer = await NamedAsync("""{"name":"w","scopes":["memory:write"],"spaces":["mine"],"default_space":"mine"}""");

        foreach (var (method, path, body) in SpaceRoutes("mine", id))
        {
            var isRead = method == HttpMethod.Get
                || path.EndsWith("/recall", StringComparison.Ordinal)
                || path.EndsWith("/context", StringComparison.Ordinal);
            var answer = await AskAsync(isRead ? writer : reader, method, path, body);

            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{method} {path}: {answer.Status}");
        }
    }

    [Fact]
    public async Task What_belongs_to_the_server_needs_the_scope_admin()
    {
        using var narrow = await NamedAsync(Narrow);
        (HttpMethod, string, string?)[] routes =
        [
            (HttpMethod.Get, "/v1/tokens", null),
            (HttpMethod.Post, "/v1/tokens", """{"name":"more"}"""),
            (HttpMethod.Post, "/v1/tokens/AAAAAAAAAAAA/rotate", null),
            (HttpMethod.Delete, "/v1/tokens/AAAAAAAAAAAA", null),
            (HttpMethod.Get, "/v1/audit", null),
            (HttpMethod.Get, "/v1/audit/verify", null),
        ];

        foreach (var (method, path, body) in routes)
        {
            var answer = await AskAsync(narrow, method, path, body);

            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{method} {path}: {answer.Status} {answer.Body}");
            Assert.Equal("forbidden", answer.Code);
        }
    }

    [Fact]
    public async Task Nothing_answers_without_a_token()
    {
        using var stranger = Stranger();
        var paths = SpaceRoutes("s", "x").Select(route => route.Path)
            .Concat(["/v1/me", "/v1/spaces", "/v1/tokens", "/v1/audit", "/v1/audit/verify", "/openapi/v1.json", "/v1/nothing"]);

        foreach (var path in paths)
        {
            var answer = await stranger.GetAsync(path);

            Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound, $"{path}: {answer.Status}");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/openapi/v1.json")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/v1/spaces/s/memories")).Status);
    }

    private static (HttpMethod Method, string Tail, string? Body)[] Routes() =>
    [
        (HttpMethod.Get, "", null),
        (HttpMethod.Get, "/history", null),
        (HttpMethod.Patch, "", """{"text":"x","expected_version":1}"""),
        (HttpMethod.Delete, "", null),
        (HttpMethod.Post, "/undo", null),
    ];

    private static (HttpMethod Method, string Path, string? Body)[] SpaceRoutes(string space, string id) =>
    [
        .. Routes().Select(route => (route.Method, $"/v1/spaces/{space}/memories/{id}{route.Tail}", route.Body)),
        (HttpMethod.Get, $"/v1/spaces/{space}/memories", null),
        (HttpMethod.Post, $"/v1/spaces/{space}/memories", """{"text":"x"}"""),
        (HttpMethod.Post, $"/v1/spaces/{space}/recall", """{"query":"secret"}"""),
        (HttpMethod.Post, $"/v1/spaces/{space}/context", """{"query":"secret"}"""),
        (HttpMethod.Get, $"/v1/spaces/{space}/entities", null),
        (HttpMethod.Post, $"/v1/spaces/{space}/entities", """{"name":"a","type":"b"}"""),
        (HttpMethod.Get, $"/v1/spaces/{space}/relations", null),
        (HttpMethod.Post, $"/v1/spaces/{space}/relations", """{"from":"a","relation":"b","to":"c"}"""),
        (HttpMethod.Get, $"/v1/spaces/{space}/graph?name=a", null),
        (HttpMethod.Get, $"/v1/spaces/{space}/export", null),
    ];

    private static Task<Answer> AskAsync(Wire client, HttpMethod method, string path, string? body)
    {
        var content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        return client.SendAsync(method, path, content);
    }

    private static IEnumerable<string> Names(Answer answer) => answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal);
}
