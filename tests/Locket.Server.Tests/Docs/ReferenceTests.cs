using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace Locket.Server.Tests.Docs;

public sealed partial class ReferenceTests
{
    private const string Space = "/v1/spaces/{space}";

    /// <summary>Routes that speak something else than REST, or are for processes of the same owner; described on pages of their own.</summary>
    private static readonly string[] Elsewhere = ["/mcp", "/openapi", "/v1/owner"];

    [Fact]
    public void The_table_of_limits_is_that_of_the_code()
    {
        var code = typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .ToDictionary(field => field.Name, field => Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture));
        var page = Pages.Rows("docs/reference/limits.md")
            .ToDictionary(row => row[0], row => long.Parse(row[1], CultureInfo.InvariantCulture));

        Assert.Equal(code.OrderBy(limit => limit.Key), page.OrderBy(limit => limit.Key));
    }

    [Fact]
    public async Task Every_refusal_answers_with_the_code_and_status_of_its_row()
    {
        await using var locket = await TestLocket.StartAsync(routes: routes =>
            routes.MapGet("/refuse/{code}", Refuse));
        using var client = locket.Client();
        var page = Pages.Rows("docs/reference/refusals.md").ToDictionary(row => row[0], row => row[1]);

        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            var answer = await client.GetAsync(new Uri($"/refuse/{code}", UriKind.Relative), TestContext.Current.CancellationToken);
            var problem = await JsonDocument.ParseAsync(
                await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
            var wire = problem.RootElement.GetProperty("code").GetString()!;

            Assert.True(page.TryGetValue(wire, out var status), $"{wire} is not in the table");
            Assert.Equal((HttpStatusCode)int.Parse(status, CultureInfo.InvariantCulture), answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_table_of_tools_is_that_of_the_server()
    {
        await using var locket = await TestLocket.StartAsync();
        var tools = locket.Host.Services.GetServices<McpServerTool>()
            .ToDictionary(tool => tool.ProtocolTool.Name, tool => Arguments(tool.ProtocolTool.InputSchema));
        var page = Pages.Rows("docs/reference/mcp-tools.md")
            .Where(row => row.Length == 4)
            .ToDictionary(row => row[0], row => CodeWords().Matches(row[2]).Select(word => word.Groups["word"].Value).ToHashSet());

        Assert.Equal(tools.Keys.Order(), page.Keys.Order());
        Assert.All(tools, tool => Assert.Equal(tool.Value.Order(), page[tool.Key].Order()));
    }

    [Fact]
    public async Task The_tables_of_profiles_are_those_of_the_server()
    {
        await using var locket = await TestLocket.StartAsync();
        var tools =
            from profile in locket.Host.Services.GetServices<McpProfile>()
            from tool in profile.Tools
            let arguments = Arguments(tool.ProtocolTool.InputSchema).Order(StringComparer.Ordinal)
            select $"{profile.Name}/{tool.ProtocolTool.Name}: {string.Join(' ', arguments)}";
        var page =
            from row in Pages.Rows("docs/reference/mcp-tools.md")
            where row.Length == 5
            let arguments = CodeWords().Matches(row[3]).Select(word => word.Groups["word"].Value).Order(StringComparer.Ordinal)
            select $"{row[0]}/{row[1].Trim('`')}: {string.Join(' ', arguments)}";

        Assert.Equal(tools.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_table_of_routes_is_that_of_the_server()
    {
        await using var locket = await TestLocket.StartAsync();
        var server =
            from endpoint in locket.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            where !Elsewhere.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal))
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select $"{method} {path}";
        var page =
            from Match route in Routes().Matches(Pages.Read("docs/reference/rest.md") + Pages.Read("docs/reference/mem0.md"))
            select $"{route.Groups["method"].Value} {route.Groups["path"].Value.TrimEnd('/').Replace("…", Space, StringComparison.Ordinal)}";

        Assert.Equal(server.Distinct().Order(StringComparer.Ordinal), page.Distinct().Order(StringComparer.Ordinal));
    }

    private static void Refuse(RefusalCode code) => throw new RefusalException(code, "no");

    // As the page writes them: "ids?[]" may be left out and is a list.
    private static HashSet<string> Arguments(JsonElement schema)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];

        return
        [
            .. schema.GetProperty("properties").EnumerateObject().Select(argument =>
                argument.Name
                + (required.Contains(argument.Name) ? "" : "?")
                + (argument.Value.GetProperty("type").ValueEquals("array") ? "[]" : "")),
        ];
    }

    [GeneratedRegex("`(?<word>[^`]+)`")]
    private static partial Regex CodeWords();

    [GeneratedRegex("`(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>[/…][^ ?`]*)")]
    private static partial Regex Routes();
}
