using System.Globalization;
using System.Text;
using System.Text.Json;
using Locket.Server.Mcp.Profiles;
using Locket.Server.Tests.Docs;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Mcp.Profiles;

/// <summary>What each profile tells a model about its tools, and what that costs.</summary>
public sealed class ProfileToolListTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names() => [.. ProfileList.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_tool_list_of_a_profile_is_the_approved_one(string name)
    {
        await using var locket = await TestLocket.StartAsync();
        var (tools, bytes) = await ToolsAsync(locket, name);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{tools.Count} tools, {bytes} bytes in tools/list\n");
        foreach (var tool in name == ProfileList.Own ? [] : tools)
        {
            text.Append(JsonSerializer.Serialize(tool, Indented)).Append('\n');
        }

        Repository.Approve($"profile-{name}.approved.txt", text.ToString());
    }

    [Fact]
    public async Task The_guide_states_what_each_tool_list_costs()
    {
        await using var locket = await TestLocket.StartAsync();
        var page = Pages.Rows("docs/guide/profiles.md").Where(row => row.Length == 4).ToDictionary(row => row[0], row => (row[2], row[3]));

        Assert.Equal(ProfileList.Names.Order(StringComparer.Ordinal), page.Keys.Order(StringComparer.Ordinal));
        foreach (var name in ProfileList.Names)
        {
            var (tools, bytes) = await ToolsAsync(locket, name);
            Assert.Equal((tools.Count.ToString(CultureInfo.InvariantCulture), bytes.ToString("N0", CultureInfo.InvariantCulture)), page[name]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_schema_holds_what_some_clients_do_not_understand(string name)
    {
        await using var locket = await TestLocket.StartAsync();
        foreach (var tool in (await ToolsAsync(locket, name)).Tools)
        {
            var schemas = tool.GetProperty("inputSchema").GetRawText() + (tool.TryGetProperty("outputSchema", out var output) ? output.GetRawText() : "");

            Assert.DoesNotContain("\"type\":[", schemas, StringComparison.Ordinal);
            Assert.DoesNotContain("null", schemas, StringComparison.Ordinal);
            Assert.DoesNotContain("$ref", schemas, StringComparison.Ordinal);
        }
    }

    private static async Task<(List<JsonElement> Tools, int Bytes)> ToolsAsync(TestLocket locket, string name)
    {
        await using var agent = await locket.AgentAsync(path: $"/mcp?profile={name}");
        var tools = (await agent.ListToolsAsync(cancellationToken: Cancel))
            .Select(tool => JsonSerializer.SerializeToElement(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions))
            .ToList();

        return (tools, Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(tools, ModelContextProtocol.McpJsonUtilities.DefaultOptions)));
    }
}
