namespace Locket.Server.Peers;

/// <summary>
/// What mem0 answers when it is asked for its memories: <c>{"results":[…]}</c> of the open server and of the platform,
/// <c>{"memories":[…]}</c> of an export job, or the bare list.
/// </summary>
internal sealed class Mem0Reader() : JsonListReader(PeerFormats.Mem0, "results", "memories")
{
    // Who and where it was said: the space is chosen by whoever imports, so these stay with the memory.
    private static readonly string[] Kept = ["user_id", "agent_id", "app_id", "run_id", "actor_id", "role", "updated_at", "immutable"];

    protected override Found Of(JsonRecord record)
    {
        var value = record.Value;
        if ((value.Text("memory") ?? value.Text("text")) is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return new FoundFault(record.At, "it has no memory");
        }

        var id = value.Id("id");

        return new FoundMemory(record.At, new PeerMemory
        {
            Format = Format,
            Key = id ?? value.Id("hash") ?? text,
            ExternalId = id,
            Text = text,
            Tags = [.. value.Texts("categories")],
            Author = value.Text("actor_id") ?? value.Text("role"),
            Session = value.Id("run_id"),
            OccurredAt = value.Time("created_at"),
            CreatedAt = value.Time("created_at"),
            ExpiresAt = value.Time("expiration_date"),
            MayChange = id is not null,
            Metadata = [.. value.Members("metadata"), .. value.Kept(Kept)],
        });
    }
}
