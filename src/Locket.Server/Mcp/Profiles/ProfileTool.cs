using System.Text.Json;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Server.Mcp.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Server.Mcp.Profiles;

/// <summary>A tool under the name and with the arguments of another server's; who calls comes from the request, never from an argument.</summary>
internal abstract class ProfileTool(ProfileCard card) : ScopedTool
{
    public sealed override Scope Needs => card.Needs;

    public sealed override Tool ProtocolTool { get; } = card.ToTool();

    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var given = ProfileArguments.From(request.Params.Arguments);
        var found = new List<Mismatch>();
        card.Input.CheckMembers(given.Find, "", found);

        return found.Count > 0 ? Mistaken(found) : await RunAsync(AgentRequest.Of(request), given, cancellationToken);
    }

    /// <summary>Arguments that are not of the declared shape; as that server answers them, where its form is known.</summary>
    protected virtual CallToolResult Mistaken(IReadOnlyList<Mismatch> found) =>
        throw RefusalException.Invalid($"{found[0].Path} must be {found[0].Expected}");

    protected abstract Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken);

    protected static CallToolResult Answer(string text, JsonElement? structured = null) =>
        new() { Content = [new TextContentBlock { Text = text }], StructuredContent = structured };

    /// <summary>That server's own "no".</summary>
    protected static CallToolResult No(string text) => new() { IsError = true, Content = [new TextContentBlock { Text = text }] };
}

/// <summary>What a tool of a profile says about itself.</summary>
internal sealed record ProfileCard(string Name, string Title, Scope Needs)
{
    /// <summary>Fixed text of ours, in that server's sense: nothing remembered ever stands in a description.</summary>
    public required string Description { get; init; }

    public required ObjectShape Input { get; init; }

    public ObjectShape? Output { get; init; }

    public bool IsDestructive { get; init; }

    public bool IsIdempotent { get; init; }

    public Tool ToTool() => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = Input.ToElement(),
        OutputSchema = Output?.ToElement(),
        Annotations = new ToolAnnotations
        {
            Title = Title,
            ReadOnlyHint = Needs == Scope.Read && !IsDestructive,
            DestructiveHint = IsDestructive,
            IdempotentHint = IsIdempotent || (Needs == Scope.Read && !IsDestructive),
            OpenWorldHint = false,
        },
    };
}
