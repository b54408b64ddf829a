using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>Two memories that cannot both be so.</summary>
/// <param name="About">The thing that both are about.</param>
/// <param name="Later">The one that was written later.</param>
/// <param name="Sequence">Of the later one.</param>
public sealed record Contradiction(string About, string Kind, MemoryId Later, MemoryId Earlier, long Sequence);

/// <param name="Next">Ask again before this sequence; null at the end.</param>
public sealed record ContradictionPage(IReadOnlyList<Contradiction> Found, long? Next);
