using Locket.Engine.Security;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Tests.Security;

/// <summary>One call of one tool, and the scope it needs.</summary>
/// <param name="Profile">One of <see cref="ProfileList.Names"/>.</param>
/// <param name="Arguments"><c>{id}</c> stands for a memory that was just made, about the name Row.</param>
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

    private static readonly ToolRow[] ChatGpt =
    [
        new("chatgpt", "search", Scope.Read, ("query", "row")),
        new("chatgpt", "fetch", Scope.Read, ("id", "{id}")),
    ];

    public static IReadOnlyList<ToolRow> All { get; } = [.. Own, .. ChatGpt];
}
