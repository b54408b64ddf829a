using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Tools;

/// <summary>
/// One tool of the MCP face. Its arguments are declared in one list, from which both the schema and the checks are made; who
/// calls comes from the request, so no argument can ever say it.
/// </summary>
internal abstract class AgentTool(ToolCard card) : ScopedTool
{
    /// <summary>How far what a tool answers may be believed.</summary>
    protected static Argument LeastTrust =>
        new("min_trust", ArgumentType.Text, "Only what may be believed at least so far; user leaves out what agents concluded and what came from outside.") { Allowed = ["external", "agent", "user", "curated"], Default = "external" };

    public sealed override Scope Needs => card.Needs;

    public sealed override Tool ProtocolTool { get; } = card.ToTool();

    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var arguments = ToolArguments.From(request.Params.Arguments, card.Name, card.Arguments);

        return await RunAsync(AgentRequest.Of(request), arguments, cancellationToken);
    }

    protected abstract Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken);

    protected static Trust MinTrust(ToolArguments arguments) =>
        arguments.Text(LeastTrust.Name) is { } trust ? TrustNames.Parse(trust, LeastTrust.Name) : Trust.External;

    /// <summary>Structured content, and a text for clients that read only that.</summary>
    protected static CallToolResult Answer<T>(T view, JsonTypeInfo<T> json, string text) => new()
    {
        StructuredContent = JsonSerializer.SerializeToElement(view, json),
        Content = [new TextContentBlock { Text = text }],
    };

    /// <summary>The same, where nothing in the answer was written by anybody: the JSON is text enough.</summary>
    protected static CallToolResult Answer<T>(T view, JsonTypeInfo<T> json) =>
        Answer(view, json, JsonSerializer.Serialize(view, json));
}

/// <summary>What a tool says about itself.</summary>
internal sealed record ToolCard(string Name, string Title, Scope Needs, JsonTypeInfo Answer)
{
    /// <summary>Says when to use it. Fixed text: nothing remembered ever stands in a description.</summary>
    public required string Description { get; init; }

    public required IReadOnlyList<Argument> Arguments { get; init; }

    public bool IsDestructive { get; init; }

    public bool IsIdempotent { get; init; }

    public Tool ToTool() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = Element(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(Arguments.Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)argument.ToSchema()))),
            ["required"] = new JsonArray([.. Arguments.Where(argument => argument.IsRequired).Select(argument => JsonValue.Create(argument.Name))]),
            ["additionalProperties"] = false,
        }),
        OutputSchema = Element(PortableSchema.Of(Answer)),
        Annotations = new ToolAnnotations
        {
            Title = Title,
            ReadOnlyHint = Needs == Scope.Read,
            DestructiveHint = IsDestructive,
            IdempotentHint = IsIdempotent || Needs == Scope.Read,
            OpenWorldHint = false,
        },
    };

    private static JsonElement Element(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString());

        return document.RootElement.Clone();
    }
}
