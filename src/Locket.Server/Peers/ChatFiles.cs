using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>What the data exports of chat programs have in common.</summary>
internal static class ChatFiles
{
    public const string MessageKind = "message";

    /// <summary>True of <c>conversations.json</c>, and of <c>conversations-003.json</c> where an export is in several.</summary>
    public static bool AreConversations(string name) =>
        name.StartsWith("conversations", StringComparison.OrdinalIgnoreCase)
        && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        && name["conversations".Length..^".json".Length].All(letter => char.IsAsciiDigit(letter) || letter is '-' or '_');

    /// <summary>One name for the person in front of the screen, whatever the program calls them.</summary>
    public static string? AuthorOf(string? sender) => sender == "human" ? "user" : sender;

    public static IEnumerable<KeyValuePair<string, JsonElement>> Title(JsonElement conversation, string member) =>
        conversation.Member(member) is { ValueKind: JsonValueKind.String } title && title.GetString() is { Length: > 0 }
            ? [KeyValuePair.Create("conversation", title)]
            : [];
}
