using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>One turn of a conversation, kept word for word: nothing is inferred from it.</summary>
/// <param name="Role">Such as <c>user</c> or <c>assistant</c>.</param>
/// <param name="Name">Who spoke, where the client says.</param>
internal sealed record Mem0Message(string Role, string? Name, string Text)
{
    private const string User = "user";
    private const string Assistant = "assistant";
    private const string Tool = "tool";

    public string Author => Name ?? Role;

    public Origin Origin => Role switch
    {
        User => Origin.User,
        Tool or "function" => Origin.Tool,
        _ => Origin.Agent,
    };

    /// <returns>The role that a memory was said in, as far as its origin and author tell.</returns>
    public static string RoleOf(MemoryContent content) => content switch
    {
        { Author: User or Assistant or Tool or "system" or "developer" or "function" } => content.Author,
        { Origin: Origin.User } => User,
        { Origin: Origin.Tool } => Tool,
        _ => Assistant,
    };

    /// <summary>Reads <c>messages</c>: a string, one message, or an array of them.</summary>
    /// <exception cref="RefusalException">One of them is not understood; then none is stored.</exception>
    public static IReadOnlyList<Mem0Message> Read(JsonElement messages)
    {
        IReadOnlyList<Mem0Message> read = messages.ValueKind switch
        {
            JsonValueKind.String => [new Mem0Message(User, null, messages.GetString()!)],
            JsonValueKind.Object => [.. One(messages, "messages")],
            JsonValueKind.Array when messages.GetArrayLength() <= Limits.Batch => [.. messages.EnumerateArray().SelectMany((message, at) => One(message, $"messages[{at}]"))],
            JsonValueKind.Array => throw RefusalException.Invalid($"messages must be at most {Limits.Batch}"),
            _ => throw RefusalException.Invalid("messages must be an array of objects with role and content"),
        };

        return read.Count > 0 ? read : throw RefusalException.Invalid("messages hold no text");
    }

    /// <returns>Nothing for a message without content, such as one that only calls a tool.</returns>
    private static IEnumerable<Mem0Message> One(JsonElement message, string place)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw RefusalException.Invalid($"{place} must be an object with role and content");
        }

        var role = Checked.Name(Member(message, "role", place) ?? User, $"{place}.role");
        var name = Checked.OptionalName(Member(message, "name", place), $"{place}.name");
        if (!message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        var text = Checked.Text(Content(content, place), $"{place}.content");

        return [new Mem0Message(role, name, text)];
    }

    private static string Content(JsonElement content, string place) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => Part(part, place))),
        JsonValueKind.Object => Part(content, place),
        _ => throw RefusalException.Invalid($"{place}.content must be a string or parts of text"),
    };

    private static string Part(JsonElement part, string place)
    {
        if (part.ValueKind == JsonValueKind.String)
        {
            return part.GetString()!;
        }

        return part.ValueKind == JsonValueKind.Object && Member(part, "text", place) is { } text
            ? text
            : throw RefusalException.Invalid($"{place}.content holds a part that is no text; images and files are not stored");
    }

    private static string? Member(JsonElement json, string name, string place) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw RefusalException.Invalid($"{place}.{name} must be a string");
}
