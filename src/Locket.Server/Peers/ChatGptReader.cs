using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// The data export of ChatGPT: a zip with <c>conversations.json</c>. A conversation there is a tree of messages, of which the branch that
/// was last seen is read; of it only what the user and the assistant said to one another.
/// </summary>
internal sealed class ChatGptReader : IPeerReader
{
    private static readonly string[] Speakers = ["user", "assistant"];

    public string Format => PeerFormats.ChatGpt;

    public IReadOnlyList<PeerFile> Choose(PeerSource source) => source.IsFolder || source.IsZip
        ? [.. source.Files.Where(file => ChatFiles.AreConversations(file.ShortName))]
        : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in JsonRecords.OfDocumentAsync(file, ["conversations"], cancellationToken))
        {
            foreach (var found in record.Fault is { } fault ? [new FoundFault(record.At, fault)] : Of(record))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<Found> Of(JsonRecord record)
    {
        var conversation = record.Value;
        if (conversation.Member("mapping") is not { ValueKind: JsonValueKind.Object } mapping)
        {
            yield return new FoundFault(record.At, "it has no mapping of messages");
            yield break;
        }

        var nodes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var node in mapping.EnumerateObject())
        {
            nodes[node.Name] = node.Value;
        }

        // Looked up once: a record may have as many members as messages.
        var session = conversation.Id("conversation_id") ?? conversation.Id("id");
        var created = conversation.Time("create_time");
        KeyValuePair<string, JsonElement>[] title = [.. ChatFiles.Title(conversation, "title")];
        foreach (var (id, node) in Branch(nodes, conversation.Text("current_node")))
        {
            if (node.Member("message") is { } message && TextOf(message) is { } text)
            {
                var time = message.Time("create_time") ?? created;
                yield return new FoundMemory(record.At, new PeerMemory
                {
                    Format = Format,
                    Key = message.Id("id") ?? $"{session} {id}",
                    ExternalId = message.Id("id") ?? id,
                    Text = text,
                    Kind = ChatFiles.MessageKind,
                    Author = ChatFiles.AuthorOf(message.Member("author")?.Text("role")),
                    Session = session,
                    OccurredAt = time,
                    CreatedAt = time,
                    Metadata = title,
                });
            }
        }
    }

    /// <returns>From the root to the leaf that was last seen, or to the newest leaf where none is named.</returns>
    private static Stack<KeyValuePair<string, JsonElement>> Branch(Dictionary<string, JsonElement> nodes, string? leaf)
    {
        var branch = new Stack<KeyValuePair<string, JsonElement>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = leaf is not null && nodes.ContainsKey(leaf) ? leaf : Newest(nodes);

        // A parent that is a descendant would lead round for ever.
        while (at is not null && nodes.TryGetValue(at, out var node) && seen.Add(at))
        {
            branch.Push(KeyValuePair.Create(at, node));
            at = node.Text("parent");
        }

        return branch;
    }

    private static string? Newest(Dictionary<string, JsonElement> nodes)
    {
        var parents = nodes.Values.Select(node => node.Text("parent")).OfType<string>().ToHashSet(StringComparer.Ordinal);

        return nodes
            .Where(node => !parents.Contains(node.Key))
            .OrderByDescending(node => node.Value.Member("message")?.Time("create_time") ?? DateTimeOffset.MinValue)
            .ThenBy(node => node.Key, StringComparer.Ordinal)
            .Select(node => node.Key)
            .FirstOrDefault();
    }

    private static string? TextOf(JsonElement message)
    {
        var isSpoken = Speakers.Contains(message.Member("author")?.Text("role"))
            && message.Text("recipient") is null or "all"
            && message.Member("metadata")?.Member("is_visually_hidden_from_conversation") is not { ValueKind: JsonValueKind.True }
            && message.Member("content")?.Text("content_type") is "text" or "multimodal_text";
        if (!isSpoken)
        {
            return null;
        }

        var parts = message.Member("content")!.Value.Items("parts")
            .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : part.Text("text"))
            .Where(part => !string.IsNullOrWhiteSpace(part));
        var text = string.Join("\n\n", parts);

        return text.Length == 0 ? null : text;
    }
}
