using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

internal sealed class DeleteTool(MemoryEngine memories, BrowseEngine browse) : ProfileTool(Card)
{
    /// <summary>More hashes than these help nobody; the count is always that of all.</summary>
    private const int MostHashes = 1_000;

    private static readonly ProfileCard Card = new("memory_delete", "Delete memories", Scope.Write)
    {
        Description =
            "Forget memories: one by its hash, or all that have tags, or are from before or after a day; several filters must all fit. With "
            + "dry_run it only says which. Without any filter nothing is forgotten.",
        Input = Shape.Object(
            ("content_hash", Shape.Text("The hash of one memory; then the other filters are not looked at.") with { IsOptional = true }),
            ServiceArguments.Tags,
            ServiceArguments.TagMatch,
            ServiceArguments.Before,
            ServiceArguments.After,
            ("dry_run", Shape.Flag("Only say what would be forgotten.") with { IsOptional = true })),
        IsDestructive = true,
        IsIdempotent = true,
    };

    // A dry run changes nothing, so it does not count as a write.
    public override Scope NeedsFor(CallToolRequestParams call) =>
        call.Arguments?.TryGetValue("dry_run", out var flag) == true && flag.ValueKind == JsonValueKind.True ? Scope.Read : Needs;

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken)
    {
        var isDry = arguments.Flag("dry_run") == true;
        if (arguments.Text("content_hash") is { Length: > 0 } hash)
        {
            return await DeleteOneAsync(request, hash, isDry, cancellationToken);
        }

        var filter = arguments.Filter();
        if (filter is { Tags.Count: 0, Since: null, Until: null })
        {
            return No("Error: no filter is given: name content_hash, tags, before or after");
        }

        // A token that may only write forgets without being told which.
        var found = isDry || request.Caller.Scopes.HasFlag(Scope.Read)
            ? await browse.PageAsync(request.Caller, request.Space, filter with { IncludeExpired = true }, 0, MostHashes, cancellationToken)
            : new NumberedPage([], 0);
        var count = isDry ? found.Total : await memories.ForgetWhereAsync(request.Caller, request.Space, filter, request.Key, cancellationToken);

        return Show(count, [.. found.Memories.Select(memory => ContentHash.Of(memory.Content.Text))], isDry);
    }

    private async Task<CallToolResult> DeleteOneAsync(AgentRequest request, string hash, bool isDry, CancellationToken cancellationToken)
    {
        if (await ContentHash.FindAsync(browse, request, hash, cancellationToken) is not { } memory)
        {
            return No($"Memory with hash {hash} not found");
        }

        if (!isDry)
        {
            await memories.ForgetAsync(request.Caller, request.Space, [memory.Id], request.Key, cancellationToken);
        }

        return Show(1, [ContentHash.Of(memory.Content.Text)], isDry);
    }

    private static CallToolResult Show(int count, IReadOnlyList<string> hashes, bool isDry) => Answer(
        (isDry ? $"Dry run: would delete {count} memories" : $"Successfully deleted {count} memories")
            + string.Concat(hashes.Select(hash => $"\n- {hash}")),
        JsonSerializer.SerializeToElement(new ServiceDeleted(true, count, hashes, isDry), ServiceJson.Default.ServiceDeleted));
}
