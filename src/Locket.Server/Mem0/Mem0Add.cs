using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Transfer;

namespace Locket.Server.Mem0;

/// <summary>A request to remember: every message becomes a memory of its own, all of them or none.</summary>
/// <param name="Messages">In the order of <paramref name="Items"/>.</param>
/// <param name="IsWrapped">The answer is an object with <c>results</c>, not a bare array.</param>
internal sealed record Mem0Add(SpaceName Space, IReadOnlyList<Mem0Message> Messages, IReadOnlyList<ImportItem> Items, bool IsWrapped)
{
    /// <param name="key">The idempotency key of the request; with several messages each gets its own from it.</param>
    /// <param name="text">What is taken where there are no messages.</param>
    public static Mem0Add Read(Mem0Members members, Mem0Asker asker, string? key, JsonElement? text = null)
    {
        var scope = Mem0Scope.Read(members, asker);
        var said = members.Any("messages") is { } given && !(text is not null && given is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
            ? given
            : text;
        var messages = Mem0Message.Read(said ?? throw RefusalException.Invalid("messages is missing"));
        var common = new MemoryFields
        {
            Kind = members.Text("memory_type"),
            Tags = scope.Tags,
            Session = scope.Run,
            OccurredAt = Mem0Time.Read(members, "timestamp")?.From,
            ExpiresAt = members.Text("expiration_date") is { } date ? Mem0Time.EndOf(date) : null,
            Metadata = members.Object("metadata")?.GetRawText(),
        };
        var add = new Mem0Add(
            scope.Space,
            messages,
            [.. messages.Select((message, at) => Item(common, message, messages.Count == 1 || key is null ? key : $"{key}/{at}"))],
            Mem0Format.IsWrapped(members));
        members.Finish();

        return add;
    }

    private static ImportItem Item(MemoryFields common, Mem0Message message, string? key) => new(
        MemoryDraft.From(common with { Text = message.Text, Author = message.Author, Origin = message.Origin, Key = key }), Kept: null);
}
