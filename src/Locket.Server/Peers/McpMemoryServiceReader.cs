using System.Runtime.CompilerServices;

namespace Locket.Server.Peers;

/// <summary>The export of mcp-memory-service: <c>{"export_metadata":{…},"memories":[…]}</c>. A memory there is the hash of what it says.</summary>
internal sealed class McpMemoryServiceReader : IPeerReader
{
    private static readonly string[] Lists = ["memories"];
    private static readonly string[] Kept = ["export_source", "updated_at_iso"];

    public string Format => PeerFormats.McpMemoryService;

    public IReadOnlyList<PeerFile> Choose(PeerSource source) => source.IsFolder || source.IsZip
        ? [.. source.Files.Where(file => file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))]
        : source.Files;

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in JsonRecords.OfDocumentAsync(file, Lists, cancellationToken))
        {
            yield return record.Fault is { } fault ? new FoundFault(record.At, fault) : Of(record);
        }
    }

    private Found Of(JsonRecord record)
    {
        var value = record.Value;
        if (value.Text("content") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return new FoundFault(record.At, "it has no content");
        }

        var hash = value.Id("content_hash");
        var time = value.Time("created_at") ?? value.Time("created_at_iso");

        return new FoundMemory(record.At, new PeerMemory
        {
            Format = Format,
            Key = hash ?? text,
            ExternalId = hash,
            Text = text,
            Kind = value.Text("memory_type"),
            Tags = [.. value.Texts("tags")],
            OccurredAt = time,
            CreatedAt = time,
            Metadata = [.. value.Members("metadata"), .. value.Kept(Kept)],
        });
    }
}
