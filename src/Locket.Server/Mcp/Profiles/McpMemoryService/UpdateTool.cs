using System.Text.Json;
using System.Text.Json.Nodes;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

internal sealed class UpdateTool(MemoryEngine memories, BrowseEngine browse, TimeProvider clock) : ProfileTool(Card)
{
    private static readonly ProfileCard Card = new("memory_update", "Update memory metadata", Scope.Read | Scope.Write)
    {
        Description = "Change what stands beside a memory: its tags, its type, its metadata. Its text stays. The old version stays in the history.",
        Input = Shape.Object(
            ("content_hash", Shape.Text("The hash of the memory, as a search gives it.")),
            ("updates", Shape.Object(
                ("tags", new TagsShape { Description = "In place of its tags: an array, or one string with commas.", IsOptional = true }),
                ("memory_type", Shape.Text("In place of its type.") with { IsOptional = true }),
                ("metadata", Shape.Object() with { IsOptional = true, Description = "Members to add to its metadata, or to put in the place of those of the same name." })) with
            {
                Description = "What to change; a member of any other name goes to the metadata.",
            }),
            ("preserve_timestamps", Shape.Flag("True (unless said) keeps the time it is from; false makes it now.") with { IsOptional = true }),
            ("versioned", Shape.Flag("Has no effect here: every change is a version.") with { IsOptional = true })),
        IsDestructive = true,
        IsIdempotent = true,
    };

    // Only the write counts against the rates.
    public override Scope NeedsFor(CallToolRequestParams call) => Scope.Write;

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken)
    {
        var hash = arguments.Text("content_hash")!;
        if (await ContentHash.FindAsync(browse, request, hash, cancellationToken) is not { } memory)
        {
            return No($"Failed to update memory metadata: Memory with hash {hash} not found");
        }

        var updates = arguments.Find("updates")!.Value;
        var fields = updates.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => member.Name).ToList();
        var revision = new Revision
        {
            Tags = updates.TryGetProperty("tags", out var tags) && tags.ValueKind != JsonValueKind.Null ? TagsShape.Read(tags) : null,
            Kind = updates.TryGetProperty("memory_type", out var type) ? type.GetString() : null,
            Metadata = Merged(memory, updates),
            OccurredAt = arguments.Flag("preserve_timestamps") == false ? clock.GetUtcNow() : null,
            Origin = Origin.Agent,
            Key = request.Key,
        };
        await memories.ReviseAsync(request.Caller, request.Space, memory.Id, revision, cancellationToken);
        var view = new ServiceUpdated(true, ContentHash.Of(memory.Content.Text), fields);

        return Answer(
            $"Successfully updated memory metadata: {string.Join(", ", fields)}",
            JsonSerializer.SerializeToElement(view, ServiceJson.Default.ServiceUpdated));
    }

    private static string? Merged(Memory memory, JsonElement updates)
    {
        var metadata = memory.Content.Metadata is { } json ? JsonNode.Parse(json)!.AsObject() : [];
        var before = metadata.Count;
        var changes = updates.EnumerateObject()
            .Where(member => member.Name is not ("tags" or "memory_type" or "metadata"))
            .Concat(updates.TryGetProperty("metadata", out var more) && more.ValueKind == JsonValueKind.Object ? more.EnumerateObject().AsEnumerable() : [])
            .ToList();
        foreach (var change in changes)
        {
            metadata[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        }

        return changes.Count == 0 && before == metadata.Count ? null : metadata.ToJsonString();
    }
}
