namespace Locket.Server.Peers;

/// <summary>The export of mcp-memory-service: <c>{"export_metadata":{…},"memories":[…]}</c>. A memory there is the hash of what it says.</summary>
internal sealed class McpMemoryServiceReader() : JsonListReader(PeerFormats.McpMemoryService, "memories")
{
    private static readonly string[] Kept = ["export_source", "updated_at_iso"];

    protected override Found Of(JsonRecord record)
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
