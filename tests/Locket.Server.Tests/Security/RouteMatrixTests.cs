using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Security;

/// <summary>Who may do what over HTTP: every route × every holder.</summary>
public class RouteMatrixTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public static TheoryData<Holder> Holders() => [.. Enum.GetValues<Holder>()];

    [Fact]
    public async Task Every_route_has_a_row_and_every_row_a_route()
    {
        await using var locket = await TestLocket.StartAsync();
        var routes = locket.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {Pattern(route)}"))
            // The MCP endpoints are the business of the tool matrix.
            .Where(key => !key.Contains(" /mcp", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(RouteRows.All.Select(row => row.Key).Order(StringComparer.Ordinal), routes);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task Each_route_lets_in_whom_it_should_and_nobody_else(Holder holder)
    {
        // Each row fails an authentication: the limit of one source must not stand in the way here.
        await using var locket = await TestLocket.StartAsync(settings => settings with { FailedLogins = 1_000 });
        var holders = await Security.Holders.MakeAsync(locket);
        var wrong = new List<string>();
        foreach (var row in RouteRows.All)
        {
            var (status, headers) = await CallAsync(locket, row, holders[holder]);
            if (!Fits(row, holder, status))
            {
                wrong.Add($"{row.Key} answered {holder} with {(int)status}");
            }

            if (status == HttpStatusCode.Unauthorized)
            {
                Assert.Equal("Bearer", Assert.Single(headers.WwwAuthenticate).Scheme);
            }
        }

        Assert.Empty(wrong);
    }

    private static bool Fits(RouteRow row, Holder holder, HttpStatusCode status) => row.RefusalOf(holder) is { } refusal
        ? status == refusal
        : row.Through is { } through ? status == through : (int)status is >= 200 and < 300;

    private static async Task<(HttpStatusCode Status, HttpResponseHeaders Headers)> CallAsync(TestLocket locket, RouteRow row, string? token)
    {
        var (path, body) = (row.Path, row.Body);
        if (path.Contains("{id}", StringComparison.Ordinal) || body?.Contains("{id}", StringComparison.Ordinal) == true)
        {
            var id = await NewMemoryAsync(locket, row.Key);
            (path, body) = (path.Replace("{id}", id, StringComparison.Ordinal), body?.Replace("{id}", id, StringComparison.Ordinal));
        }

        if (path.Contains("{token}", StringComparison.Ordinal))
        {
            path = path.Replace("{token}", Engine.Tokens.AccessToken.PublicIdOf(await locket.NewTokenAsync()), StringComparison.Ordinal);
        }

        using var client = token is null ? locket.Stranger() : locket.Client(token);
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, row.ContentType ?? "application/json");
        using var answer = await client.SendAsync(request, Cancel);

        return (answer.StatusCode, answer.Headers);
    }

    private static async Task<string> NewMemoryAsync(TestLocket locket, string text)
    {
        using var owner = locket.Client();
        using var answer = await owner.PostAsJsonAsync($"/v1/spaces/{Security.Holders.Space}/memories", new { text = $"{text} {Engine.Records.MemoryId.New(TimeProvider.System)}" }, Cancel);
        var memory = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        return memory.GetProperty("id").GetString()!;
    }

    private static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');
}
