using System.Text.Json;
using System.Text.Json.Nodes;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Security;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.McpMemoryService;

internal sealed class StoreTool(MemoryEngine memories, BrowseEngine browse) : ProfileTool(Card)
{
    private const int ShortHash = 8;

    private static readonly ProfileCard Card = new("memory_store", "Store memory", Scope.Write)
    {
        Description =
            "Remember something for later conversations: a fact, a decision, a preference, with tags to find it by. It is kept word for word.",
        Input = Shape.Object(
            ("content", Shape.Text("What to remember.")),
            ("conversation_id", Shape.Text("The conversation it belongs to.") with { IsOptional = true }),
            ("metadata", Shape.Object(
                ("tags", new TagsShape { Description = "An array, or one string with commas.", IsOptional = true }),
                ("type", Shape.Text("Such as note, fact, decision, reminder.") with { IsOptional = true })) with
            {
                IsOptional = true,
                Description = "Tags, type, and anything else to keep beside it.",
            })),
    };

    protected override async Task<CallToolResult> RunAsync(AgentRequest request, ProfileArguments arguments, CancellationToken cancellationToken)
    {
        var content = arguments.Text("content")!;
        var hash = ContentHash.Of(content);
        var metadata = arguments.Find("metadata") is { ValueKind: JsonValueKind.Object } given ? given : (JsonElement?)null;
        var fields = new MemoryFields
        {
            Text = content,
            Kind = Member(metadata, "type")?.GetString() ?? MemoryDraft.DefaultKind,
            Tags = TagsShape.Read(Member(metadata, "tags")),
            Session = arguments.Text("conversation_id"),
            Metadata = Rest(metadata),
            Origin = Origin.Agent,
            Key = request.Key,
        };
        var draft = MemoryDraft.From(fields);

        // That server knows a memory by its text alone: a second one of the same text could not be told from the first. But a retry of
        // the same request gets its answer again, and only the engine knows which is which.
        var isTaken = request.Caller.Scopes.HasFlag(Scope.Read)
            && await ContentHash.FindAsync(browse, request, hash, cancellationToken) is { } there
            && !IsSame(there.Content, fields);
        if (isTaken || !(await memories.RememberAsync(request.Caller, request.Space, draft, cancellationToken)).IsNew)
        {
            return No($"Error storing memory: Duplicate content detected (hash: {hash[..ShortHash]}...)");
        }

        var message = $"Memory stored successfully (hash: {hash[..ShortHash]}...)";

        return Answer(message, JsonSerializer.SerializeToElement(new ServiceStored(true, hash, message), ServiceJson.Default.ServiceStored));
    }

    private static bool IsSame(MemoryContent there, MemoryFields fields) =>
        there.Text == fields.Text
        && there.Kind == fields.Kind
        && there.Session == fields.Session
        && there.Metadata == fields.Metadata
        && there.Tags.SequenceEqual(fields.Tags.Distinct(StringComparer.Ordinal), StringComparer.Ordinal);

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { } members && members.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Rest(JsonElement? metadata)
    {
        if (metadata is not { } members)
        {
            return null;
        }

        // By indexer: of a member that stands twice the last one counts, as everywhere in JSON.
        var rest = new JsonObject();
        foreach (var member in members.EnumerateObject().Where(member => member.Name is not ("tags" or "type")))
        {
            rest[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return rest.Count == 0 ? null : rest.ToJsonString();
    }
}
