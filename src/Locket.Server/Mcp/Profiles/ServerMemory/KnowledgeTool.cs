using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.ServerMemory;

/// <summary>One of the nine tools: its card, and what it does.</summary>
internal sealed class KnowledgeTool(ProfileCard card, Func<AgentRequest, ProfileArguments, CancellationToken, Task<CallToolResult>> run) : ProfileTool(card)
{
    private readonly string _name = card.Name;

    /// <summary>Structured content, and a part of it as text in the original's form.</summary>
    public static CallToolResult Answer<T>(T view, JsonTypeInfo<T> json, string? part = null)
    {
        var structured = JsonSerializer.SerializeToElement(view, json);

        return Answer(ScriptJson.Indented(part is null ? structured : structured.GetProperty(part)), structured);
    }

    public static CallToolResult Done(string message) =>
        Answer(message, JsonSerializer.SerializeToElement(new Deleted(true, message), KnowledgeJson.Default.Deleted));

    /// <summary>An error in the original's form, of ours.</summary>
    public static CallToolResult Refuse(string sentence) => No(sentence);

    // As the TypeScript SDK says it, a line for each.
    protected override CallToolResult Mistaken(IReadOnlyList<Mismatch> found) => No(
        $"MCP error -32602: Input validation error: Invalid arguments for tool {_name}: "
        + string.Join('\n', found.Select(one => $"Invalid input: expected {one.Type}, received {one.Received} at {one.Path}")));

    protected override Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken) =>
        run(request, arguments, cancellationToken);
}
