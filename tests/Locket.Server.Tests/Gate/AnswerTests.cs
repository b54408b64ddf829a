using System.Net;
using System.Text;
using System.Text.Json;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Gate;

public class AnswerTests
{
    [Fact]
    public async Task Only_health_readiness_and_the_proof_are_open()
    {
        await using var locket = await TestLocket.StartAsync();

        var open = Routes(locket).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null);

        Assert.Equal(["/health", "/readyz", "/v1/proof"], open.Select(route => route.RoutePattern.RawText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_other_route_and_every_address_that_is_none_answers_a_stranger_with_401()
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();
        var closed = Routes(locket).Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null);
        string[] paths = [.. closed.Select(route => route.RoutePattern.RawText!.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)), "/nowhere", "/v1", "/metrics", "/health/detailed"];

        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Options, HttpMethod.Head })
            {
                using var request = new HttpRequestMessage(method, path);
                using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Health_has_the_fields_of_the_origin_and_no_more()
    {
        await using var locket = await TestLocket.StartAsync();
        using var body = await GetAsync(locket, "/health");
        var root = body.RootElement;

        Assert.Equal(["status", "version", "timestamp", "authentication_enabled", "auth_required"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("healthy", "1", true, true), (root.GetProperty("status").GetString(), root.GetProperty("version").GetString(), root.GetProperty("authentication_enabled").GetBoolean(), root.GetProperty("auth_required").GetBoolean()));
        Assert.Equal(TimeSpan.Zero, root.GetProperty("timestamp").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task Readiness_says_one_word()
    {
        await using var locket = await TestLocket.StartAsync();
        using var body = await GetAsync(locket, "/readyz");

        Assert.Equal("""{"status":"ready"}""", body.RootElement.GetRawText());
    }

    [Fact]
    public async Task Status_is_for_administrators_and_tells_more()
    {
        await using var locket = await TestLocket.StartAsync();
        using var client = locket.Client();

        using var body = JsonDocument.Parse(await client.GetStringAsync("/v1/status", TestContext.Current.CancellationToken));

        Assert.Equal(["status", "version", "role", "durability", "spaces", "uptime_seconds"], body.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("/health", 200)]
    [InlineData("/v1/status", 401)]
    [InlineData("/", 404)]
    public async Task Every_answer_has_the_headers_that_keep_browsers_out(string path, int status)
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();

        using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        AssertSafe(answer);
    }

    [Fact]
    public async Task A_failure_of_ours_says_nothing_about_itself_and_has_the_headers_too()
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        using var client = locket.Client();

        using var answer = await client.GetAsync(TestRoutes.Break + "?text=canary", TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        AssertSafe(answer);
        Assert.DoesNotContain("broken", body, StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("X-Correlation-Id").Single(), body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/status", "application/problem+json", "code")]
    [InlineData("/memories", "application/json", "error")]
    public async Task An_error_has_the_form_of_its_face(string path, string mediaType, string member)
    {
        await using var locket = await TestLocket.StartAsync();
        using var stranger = locket.Stranger();

        using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(JsonValueKind.String, body.RootElement.GetProperty(member).ValueKind);
    }

    [Theory]
    [InlineData(TestRoutes.Swallow, "application/json", 200)]
    [InlineData(TestRoutes.Swallow, "application/json; charset=utf-8", 200)]
    [InlineData(TestRoutes.Swallow, "Application/JSON", 200)]
    [InlineData(TestRoutes.Swallow, "application/json; charset=utf-16", 415)]
    [InlineData(TestRoutes.Swallow, "text/plain", 415)]
    [InlineData(TestRoutes.Swallow, "application/x-www-form-urlencoded", 415)]
    [InlineData(TestRoutes.Swallow, "application/x-ndjson", 415)]
    [InlineData(TestRoutes.Swallow, "nonsense", 415)]
    [InlineData(TestRoutes.Swallow, null, 415)]
    [InlineData(TestRoutes.Lines, "application/x-ndjson", 200)]
    [InlineData(TestRoutes.Lines, "application/json", 415)]
    public async Task A_body_of_another_type_is_refused(string path, string? type, int expected)
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        using var client = locket.Client();
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await client.PostAsync(path, body, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(TestRoutes.Swallow, 1024 * 1024, false, 200)]
    [InlineData(TestRoutes.Swallow, 960 * 1024, true, 200)]
    [InlineData(TestRoutes.Swallow, (1024 * 1024) + 1, false, 413)]
    [InlineData(TestRoutes.Swallow, (1024 * 1024) + 1, true, 413)]
    [InlineData(TestRoutes.Lines, 2 * 1024 * 1024, false, 200)]
    [InlineData(TestRoutes.Lines, 1984 * 1024, true, 200)]
    [InlineData(TestRoutes.Lines, (2 * 1024 * 1024) + 1, false, 413)]
    public async Task A_body_beyond_the_limit_of_its_route_is_refused(string path, int bytes, bool isChunked, int expected)
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        using var client = locket.Client();
        using var body = new ByteArrayContent(new byte[bytes]);
        body.Headers.ContentType = new(path == TestRoutes.Lines ? "application/x-ndjson" : "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.TransferEncodingChunked = isChunked;

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        await using var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        using var client = locket.Client();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        body.Headers.ContentEncoding.Add("gzip");

        using var answer = await client.PostAsync(TestRoutes.Swallow, body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    private static void AssertSafe(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers.GetValues("X-Correlation-Id").Single());
        Assert.Empty(answer.Headers.Server);
    }

    private static IEnumerable<RouteEndpoint> Routes(TestLocket locket) =>
        locket.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static async Task<JsonDocument> GetAsync(TestLocket locket, string path)
    {
        using var stranger = locket.Stranger();

        return JsonDocument.Parse(await stranger.GetStringAsync(path, TestContext.Current.CancellationToken));
    }
}
