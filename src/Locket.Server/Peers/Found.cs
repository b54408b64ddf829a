namespace Locket.Server.Peers;

/// <summary>What a reader came upon in another program's file, one thing at a time.</summary>
/// <param name="At">File and line or record, for a person to look at; never a part of the content.</param>
internal abstract record Found(string At);

/// <summary>Something to remember.</summary>
internal sealed record FoundMemory(string At, PeerMemory Memory) : Found(At);

/// <summary>A memory that stands there as an export of ours writes it.</summary>
/// <param name="Utf8">The line, without its end.</param>
internal sealed record FoundLine(string At, byte[] Utf8) : Found(At);

/// <summary>A named thing and its type.</summary>
internal sealed record FoundEntity(string At, string Name, string Type) : Found(At);

/// <summary>An edge between two named things.</summary>
internal sealed record FoundRelation(string At, string From, string Relation, string To) : Found(At);

/// <summary>Something that cannot be read. What comes after it is read nevertheless.</summary>
internal sealed record FoundFault(string At, string Reason) : Found(At);

/// <summary>Something that is left out on purpose, or kept with a part of it missing. No fault of the file.</summary>
internal sealed record FoundNote(string At, string Reason) : Found(At);
