using System.Text.Json;
using Locket.Server.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Tests.Mcp;

/// <summary>MCP clients of the official SDK, over real HTTP.</summary>
internal static class Agents
{
    public const string Stateless = "2026-07-28";
    public const string Handshake = "2025-11-25";

    public static Task<McpClient> AgentAsync(this TestLocket locket, string? token = null, string era = Stateless, string path = "/mcp") =>
        McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions
            {
                Endpoint = new Uri(locket.Address, path),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token ?? locket.Token}" },
            }),
            new McpClientOptions { ProtocolVersion = era, ClientInfo = new Implementation { Name = "test-agent", Version = "1" } },
            cancellationToken: TestContext.Current.CancellationToken);

    public static async Task<CallToolResult> UseAsync(this McpClient agent, string tool, params (string Name, object? Value)[] arguments) =>
        await agent.CallToolAsync(
            tool, arguments.ToDictionary(pair => pair.Name, pair => pair.Value), cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The structured content of an answer that must be a success.</summary>
    public static async Task<JsonElement> AskAsync(this McpClient agent, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await agent.UseAsync(tool, arguments);
        Assert.True(result.IsError is not true, Text(result));

        return result.StructuredContent!.Value;
    }

    public static async Task<string> RememberAsync(this McpClient agent, string text) =>
        (await agent.AskAsync("remember", ("text", text))).GetProperty("id").GetString()!;

    public static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
