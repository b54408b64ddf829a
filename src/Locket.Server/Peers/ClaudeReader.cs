using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// The data export of Claude: a zip with <c>conversations.json</c> and, where it is there, <c>memories.json</c>. Each message becomes a
/// memory of its conversation; what Claude had noted by itself becomes notes.
/// </summary>
internal sealed class ClaudeReader : IPeerReader
{
    private const string MemoriesFile = "memories.json";
    private const int NoteBytes = 2_000;

    public string Format => PeerFormats.Claude;

    public IReadOnlyList<PeerFile> Choose(PeerSource source) => source.IsFolder || source.IsZip
        ? [.. source.Files.Where(file => ChatFiles.AreConversations(file.ShortName) || file.ShortName == MemoriesFile)]
        : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in JsonRecords.OfDocumentAsync(file, ["conversations", "memories"], cancellationToken))
        {
            foreach (var found in record.Fault is { } fault ? [new FoundFault(record.At, fault)] : Of(record))
            {
                yield return found;
            }
        }
    }

    private IEnumerable<Found> Of(JsonRecord record) =>
        record.Value.Member("conversations_memory") is not null || record.Value.Member("project_memories") is not null ? Notes(record)
        : record.Value.Member("chat_messages") is { ValueKind: JsonValueKind.Array } ? Messages(record)
        : [new FoundFault(record.At, "it is neither a conversation nor a memory of Claude")];

    private IEnumerable<Found> Messages(JsonRecord record)
    {
        var conversation = record.Value;

        // Looked up once: a record may have as many members as messages.
        var session = conversation.Id("uuid");
        var created = conversation.Time("created_at");
        KeyValuePair<string, JsonElement>[] title = [.. ChatFiles.Title(conversation, "name")];
        foreach (var message in conversation.Items("chat_messages"))
        {
            var id = message.Id("uuid");
            if (id is null && session is null)
            {
                yield return new FoundFault(record.At, "a message of it has no uuid");
            }
            else if (TextOf(message) is { } text)
            {
                var time = message.Time("created_at") ?? created;
                yield return new FoundMemory(record.At, new PeerMemory
                {
                    Format = Format,
                    Key = id ?? $"{session} {text}",
                    ExternalId = id,
                    Text = text,
                    Kind = ChatFiles.MessageKind,
                    Author = ChatFiles.AuthorOf(message.Text("sender")),
                    Session = session,
                    OccurredAt = time,
                    CreatedAt = time,
                    Metadata = title,
                });
            }
        }
    }

    // Newer exports have blocks, of which only some are text; in older ones there is the text alone.
    private static string? TextOf(JsonElement message)
    {
        var blocks = message.Items("content")
            .Where(block => block.Text("type") is null or "text")
            .Select(block => block.Text("text"))
            .Where(text => !string.IsNullOrWhiteSpace(text))
            .ToArray();
        var text = blocks.Length > 0 ? string.Join("\n\n", blocks) : message.Text("text");

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private IEnumerable<Found> Notes(JsonRecord record)
    {
        var general = record.Value.Text("conversations_memory");
        var projects = record.Value.Members("project_memories")
            .Where(project => project.Value.ValueKind == JsonValueKind.String)
            .Select(project => (Project: (string?)project.Key, Text: project.Value.GetString()));

        return from note in projects.Prepend((Project: null, Text: general))
               where !string.IsNullOrWhiteSpace(note.Text)
               from part in LongText.Cut(note.Text, NoteBytes)
               select (Found)new FoundMemory(record.At, new PeerMemory
               {
                   Format = Format,
                   Key = $"note {note.Project} {part}",
                   Text = part,
                   Tags = ["claude-memory"],
                   Session = note.Project,
               });
    }
}
