using System.Globalization;
using Locket.Engine.Context;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Tools;

internal sealed class HistoryTool(MemoryEngine memories) : AgentTool(Card)
{
    private static readonly ToolCard Card = new("history", "History", Scope.Read, AgentJson.Default.MemoryHistoryView)
    {
        Description =
            "The versions of one memory, oldest first: what it said, who changed it and when. Use it when it matters how something "
            + "came to be remembered, or what was believed before.",
        Arguments =
        [
            new("id", ArgumentType.Text, "Id of the memory, as recall gives it.") { IsRequired = true },
            new("before", ArgumentType.Number, "Only versions below this one: what an answer calls earlier, where there are more than 100.") { Least = 1 },
        ],
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ToolArguments arguments, CancellationToken cancellationToken)
    {
        var id = arguments.Id("id")!.Value;
        var (changes, earlier) = await memories.HistoryAsync(request.Caller, request.Space, id, arguments.Number("before"), Limits.PageSize, cancellationToken);
        if (changes.Count == 0)
        {
            throw RefusalException.NoSuchMemory();
        }

        return Answer(
            new MemoryHistoryView { Id = id.ToString(), Versions = [.. changes.Select(View)], Earlier = earlier },
            AgentJson.Default.MemoryHistoryView,
            QuotedData.Fence([.. changes.Select(Line)]));
    }

    private static VersionView View(Change change) => new()
    {
        Version = change.Version,
        Change = change.Kind.Name(),
        At = change.At,
        By = change.IsPurged ? null : change.Actor.Principal,
        Client = change.IsPurged ? null : change.Actor.Client,
        Kind = change.Content?.Kind,
        Text = change.Content?.Text,
        ReplacedBy = change.By?.ToString(),
    };

    private static string Line(Change change)
    {
        var at = change.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var by = change.IsPurged ? "" : $" | by {change.Actor.Principal}";
        var head = $"version {change.Version} | {change.Kind.Name()} | {at}{by}";

        return change.Content is { } content ? $"{head}\n{content.Text}" : head;
    }
}
