using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>When two memories are the same memory.</summary>
internal static class ContentCanonical
{
    /// <summary>
    /// Equal bytes mean the same memory: text, kind, tags, about, author, session, times, metadata, origin and trust.
    /// The trust belongs in it: a trusted text must not be answered by an equal one that nobody may recall.
    /// </summary>
    public static byte[] Bytes(MemoryContent content) => new Canonical("locket content 1")
        .Add(content.Text)
        .Add(content.Kind)
        .Add(content.Tags)
        .Add(content.About)
        .Add(content.Author)
        .Add(content.Session)
        .Add(content.OccurredAt)
        .Add(content.ValidUntil)
        .Add(content.ExpiresAt)
        .Add(content.Metadata)
        .Add((long)content.Origin)
        .Add((long)content.Trust)
        .ToBytes();

    /// <summary>What a request asked for, to tell a replay from another request under the same key.</summary>
    public static byte[] Request(MemoryContent content) =>
        new Canonical("remember").Add(Bytes(content)).Add(content.Replaces?.ToString()).ToBytes();
}
