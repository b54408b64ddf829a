namespace Locket.Engine.Memories;

/// <summary>What the engine accepts. Documented in docs/reference/limits.md.</summary>
public static class Limits
{
    /// <summary>Bytes of UTF-8 in one text: 64 KiB.</summary>
    public const int TextBytes = 64 * 1024;

    /// <summary>Bytes of UTF-8 in one metadata object: 8 KiB.</summary>
    public const int MetadataBytes = 8 * 1024;

    public const int MetadataDepth = 16;

    /// <summary>Characters of a kind, a tag or a relation's name.</summary>
    public const int Label = 64;

    /// <summary>Characters of a name, an author, a session or an idempotency key.</summary>
    public const int Name = 128;

    /// <summary>Changes of one memory, edge or named thing; ending it is always taken.</summary>
    public const int Versions = 10_000;

    public const int Tags = 32;

    public const int About = 32;

    public const int PageSize = 100;

    public const int DefaultPageSize = 10;

    /// <summary>Memories that one list opens one by one, where a filter asks for what no index knows.</summary>
    public const int LookedThrough = 10_000;

    /// <summary>Entries of a list in a filter: each is compared with each memory.</summary>
    public const int FilterEntries = 100;

    /// <summary>Things, observations, edges, names or messages in the lists of one call: all of it is one durable step, for which others wait.</summary>
    public const int Batch = 1_000;

    /// <summary>Bytes of UTF-8 in the names and texts of one answer of a graph: 4 MiB.</summary>
    public const int GraphBytes = 4 * 1024 * 1024;

    public const int QueryBytes = 8 * 1024;

    public const int ContextTokens = 32_000;

    public const int DefaultContextTokens = 1_000;

    /// <summary>Memories in one space, unless the operator says otherwise.</summary>
    public const int MemoriesPerSpace = 100_000;
}
