using Locket.Engine.Security;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Tests.Security;

/// <summary>One call of one tool, and the scope it needs.</summary>
/// <param name="Profile">One of <see cref="ProfileList.Names"/>.</param>
/// <param name="Arguments"><c>{id}</c> stands for a memory that was just made, about the name Row, <c>{hash}</c> for the hash of its text.</param>
internal sealed record ToolRow(string Profile, string Tool, Scope Needs, params (string Name, object? Value)[] Arguments);

/// <summary>Every tool of every profile. A tool without a row here fails a test.</summary>
internal static class ToolRows
{
    private static readonly ToolRow[] Own =
    [
        new(ProfileList.Own, "remember", Scope.Write, ("text", "a row of the matrix")),
        new(ProfileList.Own, "recall", Scope.Read, ("query", "row")),
        new(ProfileList.Own, "context", Scope.Read, ("max_tokens", 100)),
        new(ProfileList.Own, "revise", Scope.Write, ("id", "{id}"), ("text", "a revised row")),
        new(ProfileList.Own, "forget", Scope.Write, ("id", "{id}")),
        new(ProfileList.Own, "history", Scope.Read, ("id", "{id}")),
        new(ProfileList.Own, "relate", Scope.Write, ("from", "Row"), ("relation", "stands in"), ("to", "Matrix")),
        new(ProfileList.Own, "explore", Scope.Read, ("name", "Row")),
    ];

    private static readonly ToolRow[] ServerMemory =
    [
        new("server-memory", "create_entities", Scope.Write, ("entities", new[] { new { name = "Matrix", entityType = "table", observations = new[] { "has rows" } } })),
        new("server-memory", "create_relations", Scope.Write, ("relations", new[] { new { from = "Row", to = "Matrix", relationType = "stands in" } })),
        new("server-memory", "add_observations", Scope.Write, ("observations", new[] { new { entityName = "Row", contents = new[] { "is observed" } } })),
        new("server-memory", "delete_entities", Scope.Write, ("entityNames", new[] { "Matrix" })),
        new("server-memory", "delete_observations", Scope.Write, ("deletions", new[] { new { entityName = "Row", observations = new[] { "is observed" } } })),
        new("server-memory", "delete_relations", Scope.Write, ("relations", new[] { new { from = "Row", to = "Matrix", relationType = "stands in" } })),
        new("server-memory", "read_graph", Scope.Read),
        new("server-memory", "search_nodes", Scope.Read, ("query", "row")),
        new("server-memory", "open_nodes", Scope.Read, ("names", new[] { "Row" })),
    ];

    private static readonly ToolRow[] AnthropicMemory =
    [
        new("anthropic-memory", "memory", Scope.Read, ("command", "view"), ("path", "/memories")),
        new("anthropic-memory", "memory", Scope.Write, ("command", "create"), ("path", "/memories/row"), ("file_text", "a row")),
        new("anthropic-memory", "memory", Scope.Write, ("command", "str_replace"), ("path", "/memories/row"), ("old_str", "row"), ("new_str", "line")),
        new("anthropic-memory", "memory", Scope.Write, ("command", "insert"), ("path", "/memories/row"), ("insert_line", 0), ("insert_text", "first")),
        new("anthropic-memory", "memory", Scope.Write, ("command", "rename"), ("old_path", "/memories/row"), ("new_path", "/memories/line")),
        new("anthropic-memory", "memory", Scope.Write, ("command", "delete"), ("path", "/memories/line")),
    ];

    private static readonly ToolRow[] ChatGpt =
    [
        new("chatgpt", "search", Scope.Read, ("query", "row")),
        new("chatgpt", "fetch", Scope.Read, ("id", "{id}")),
    ];

    private static readonly ToolRow[] Mem0 =
    [
        new("mem0", "add_memory", Scope.Write, ("text", "a row of the matrix")),
        new("mem0", "search_memories", Scope.Read, ("query", "row")),
        new("mem0", "get_memories", Scope.Read),
        new("mem0", "get_memory", Scope.Read, ("memory_id", "{id}")),
        new("mem0", "update_memory", Scope.Write, ("memory_id", "{id}"), ("text", "a revised row")),
        new("mem0", "delete_memory", Scope.Write, ("memory_id", "{id}")),
        new("mem0", "delete_all_memories", Scope.Write, ("run_id", "none")),
        new("mem0", "delete_entities", Scope.Write, ("run_id", "none")),
        new("mem0", "list_entities", Scope.Read),
        new("mem0", "list_events", Scope.Read),
        new("mem0", "get_event_status", Scope.Read, ("event_id", "{id}")),
    ];

    private static readonly ToolRow[] OpenMemory =
    [
        new("openmemory", "add_memories", Scope.Write, ("text", "another row of the matrix")),
        new("openmemory", "search_memory", Scope.Read, ("query", "row")),
        new("openmemory", "list_memories", Scope.Read),
        new("openmemory", "delete_memories", Scope.Write, ("memory_ids", new[] { "{id}" })),
        new("openmemory", "delete_all_memories", Scope.Write),
    ];

    private static readonly ToolRow[] McpMemoryService =
    [
        new("mcp-memory-service", "memory_store", Scope.Write, ("content", "a third row of the matrix")),
        new("mcp-memory-service", "memory_search", Scope.Read, ("query", "row")),
        new("mcp-memory-service", "memory_list", Scope.Read),
        new("mcp-memory-service", "memory_delete", Scope.Write, ("tags", "none")),
        new("mcp-memory-service", "memory_update", Scope.Read | Scope.Write, ("content_hash", "{hash}"), ("updates", new { tags = "row" })),
        new("mcp-memory-service", "memory_health", Scope.Read),
    ];

    public static IReadOnlyList<ToolRow> All { get; } =
        [.. Own, .. ServerMemory, .. AnthropicMemory, .. ChatGpt, .. Mem0, .. OpenMemory, .. McpMemoryService];
}
