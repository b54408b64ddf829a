using System.Net;
using Locket.Engine.Security;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;

namespace Locket.Server.Tests.Security;

/// <summary>Who may do what over MCP: every tool × every holder, in both eras of the protocol.</summary>
public class ToolMatrixTests
{
    private const string InSpace = "/mcp/spaces/" + Security.Holders.Space;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Every tool there is, and what it needs. A tool without a row here fails a test.</summary>
    private static readonly Dictionary<string, (Scope Needs, (string Name, object? Value)[] Arguments)> Rows = new(StringComparer.Ordinal)
    {
        ["remember"] = (Scope.Write, [("text", "a row of the matrix")]),
        ["recall"] = (Scope.Read, [("query", "row")]),
        ["context"] = (Scope.Read, [("max_tokens", 100)]),
        ["revise"] = (Scope.Write, [("id", "{id}"), ("text", "a revised row")]),
        ["forget"] = (Scope.Write, [("id", "{id}")]),
        ["history"] = (Scope.Read, [("id", "{id}")]),
        ["relate"] = (Scope.Write, [("from", "Row"), ("relation", "stands in"), ("to", "Matrix")]),
        ["explore"] = (Scope.Read, [("name", "Row")]),
    };

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
        await using var agent = await locket.AgentAsync();

        var tools = await agent.ListToolsAsync(cancellationToken: Cancel);

        Assert.Equal(Rows.Keys.Order(StringComparer.Ordinal), tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
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
        await using var agent = await locket.AgentAsync(holders[holder], era, InSpace);
        foreach (var (tool, (needs, arguments)) in Rows)
        {
            var id = await owner.RememberAsync($"{tool} {holder} {era}");
            var result = await TryAsync(agent, tool, [.. arguments.Select(pair => (pair.Name, pair.Value is "{id}" ? id : pair.Value))]);

            Assert.True(result == MayUse(holder, needs), $"{tool} and {holder}: {(result ? "let in" : "turned away")}");
        }
    }

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
        foreach (var tool in Rows.Keys)
        {
            using var body = new StringContent(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\",\"arguments\":{}}}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/mcp", UriKind.Relative), body, Cancel);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }
}
