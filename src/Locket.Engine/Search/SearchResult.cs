using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>The best answers to a query.</summary>
/// <param name="Hits">Best first; ties in order of sequence, the newest first.</param>
/// <param name="Total">How many memories had anything to do with the query.</param>
/// <param name="DroppedTerms">Words beyond the number a query may have, which were not used.</param>
public sealed record SearchResult(IReadOnlyList<SearchHit> Hits, int Total, IReadOnlyList<string> DroppedTerms)
{
    /// <summary>How many active memories were compared by words alone although the question has a meaning; 0 where it has none.</summary>
    public int WithoutVector { get; init; }

    /// <summary>How many were compared by their meaning too.</summary>
    public int WithVector { get; init; }
}

/// <param name="Score">0 and up; about 1 for a memory that holds every word of the query once. Comparable across queries.</param>
/// <param name="Confidence">0 to 1: how often a memory that covers so much of a query was a right answer, whatever the query.</param>
public sealed record SearchHit(MemoryId Id, double Score, double Confidence, SearchReasons Reasons);

/// <summary>Why a memory was found: the parts of its score, which is the sum of words, session and meaning times the others.</summary>
/// <param name="Words">From its own words and those around it in the conversation.</param>
/// <param name="Session">From the conversation as a whole.</param>
/// <param name="Name">Factor for an author or subject that the query names.</param>
/// <param name="Time">Factor for a time that the query names or asks for.</param>
/// <param name="Standing">Factor for trust, questions, what is over, the order of words and later statements.</param>
/// <param name="Coverage">Share of what the query asks, by rarity, that the memory or what it took the place of has itself.</param>
/// <param name="Terms">The words of the query it holds itself, as they were understood.</param>
public sealed record SearchReasons(
    double Words,
    double Session,
    double Name,
    double Time,
    double Standing,
    double Coverage,
    IReadOnlyList<string> Terms)
{
    /// <summary>From what it means, and what those around it mean; null where the search went by words alone.</summary>
    public double? Meaning { get; init; }
}

/// <summary>What contains a text, and what may.</summary>
/// <param name="Ids">Text, or kind, is as asked for; newest first.</param>
/// <param name="Unchecked">Memories with a text too long for the index: whoever asks must look themselves. Newest first.</param>
public sealed record SubstringResult(IReadOnlyList<MemoryId> Ids, IReadOnlyList<MemoryId> Unchecked);
