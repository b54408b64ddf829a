using System.Net;
using Locket.Engine.Security;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;

namespace Locket.Server.Tests.Security;

/// <summary>Who may do what over MCP: every tool of every profile × every holder, in both eras of the protocol.</summary>
public class ToolMatrixTests
{
    private const string InSpace = "/mcp/spaces/" + Security.Holders.Space;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public static TheoryData<Holder, string> HoldersAndEras()
    {
        var cells = new TheoryData<Holder, string>();
        foreach (var holder in Enum.GetValues<Holder>())
        {
            cells.Add(holder, Agents.Stateless);
            cells.Add(holder, "2025-06-18");
        }

        return cells;
    }

    [Fact]
    public async Task Every_tool_has_a_row_and_every_row_a_tool()
    {
        await using var locket = await TestLocket.StartAsync();
        var tools = new List<string>();
        foreach (var profile in ProfileList.Names)
        {
            await using var agent = await locket.AgentAsync(path: $"/mcp?profile={profile}");
            tools.AddRange((await agent.ListToolsAsync(cancellationToken: Cancel)).Select(tool => $"{profile}/{tool.Name}"));
        }

        Assert.Equal(ToolRows.All.Select(row => $"{row.Profile}/{row.Tool}").Distinct().Order(StringComparer.Ordinal), tools.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HoldersAndEras))]
    public async Task Each_tool_lets_in_whom_it_should_and_nobody_else(Holder holder, string era)
    {
        await using var locket = await TestLocket.StartAsync(settings => settings with { FailedLogins = 1_000 });
        var holders = await Security.Holders.MakeAsync(locket);
        if (holder <= Holder.RevokedToken)
        {
            await Assert_turned_away_at_the_door(locket, holders[holder]);
            return;
        }

        await using var owner = await locket.AgentAsync(path: InSpace);
        var wrong = new List<string>();
        foreach (var profile in ToolRows.All.GroupBy(row => row.Profile))
        {
            await using var agent = await locket.AgentAsync(holders[holder], era, $"{InSpace}?profile={profile.Key}");
            foreach (var row in profile)
            {
                var text = $"{row.Profile} {row.Tool} {holder} {era}";
                var made = await owner.AskAsync("remember", ("text", text), ("about", new[] { "Row" }));
                var id = made.GetProperty("id").GetString();
                var result = await TryAsync(agent, row.Tool, [.. row.Arguments.Select(pair => (pair.Name, Filled(pair.Value, id, text)))]);
                if (result != MayUse(holder, row.Needs))
                {
                    wrong.Add($"{row.Profile}/{row.Tool} and {holder}: {(result ? "let in" : "turned away")}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static object? Filled(object? value, string? id, string text) => value switch
    {
        "{id}" => id,
        string[] and ["{id}"] => new[] { id },
        "{hash}" => Server.Mcp.Profiles.McpMemoryService.ContentHash.Of(text),
        _ => value,
    };

    private static bool MayUse(Holder holder, Scope needs) => holder switch
    {
        Holder.ReadOnly => needs == Scope.Read,
        Holder.WriteOnly => needs == Scope.Write,
        Holder.OtherSpace => false,
        _ => true,
    };

    /// <returns>Whether the tool did it.</returns>
    private static async Task<bool> TryAsync(McpClient agent, string tool, (string Name, object? Value)[] arguments)
    {
        try
        {
            return (await agent.UseAsync(tool, arguments)).IsError is not true;
        }
        catch (ModelContextProtocol.McpException)
        {
            return false;
        }
    }

    private static async Task Assert_turned_away_at_the_door(TestLocket locket, string? token)
    {
        using var client = token is null ? locket.Stranger() : locket.Client(token);
        foreach (var row in ToolRows.All)
        {
            using var body = new StringContent(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + row.Tool + "\",\"arguments\":{}}}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri($"/mcp?profile={row.Profile}", UriKind.Relative), body, Cancel);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }
}
