using System.Text.Json.Serialization;

namespace Locket.Client.Contracts;

/// <summary>Asks which memories answer a question.</summary>
public sealed record RecallRequest
{
    /// <summary>The question, in plain words; send the whole question.</summary>
    public required string Query { get; init; }

    /// <summary>1 to 100; 10 unless said.</summary>
    public int? Limit { get; init; }

    /// <summary>Only these kinds.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Only memories with all of these labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Only memories about this name.</summary>
    public string? About { get; init; }

    /// <summary>Only memories said by this one.</summary>
    public string? Author { get; init; }

    /// <summary>Only what occurred (or was remembered) at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only what occurred (or was remembered) before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what may be believed at least so far: <c>external</c>, <c>agent</c>, <c>user</c> or <c>curated</c>; everything unless said.</summary>
    public string? MinTrust { get; init; }

    /// <summary>Answer as the space stood then.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The time the question is asked at: what has expired by then is hidden; the server's time unless said.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary><c>index</c>, <c>snippet</c> or <c>full</c> (unless said).</summary>
    public string? Detail { get; init; }

    /// <summary>Whether to say why each was found.</summary>
    public bool? Explain { get; init; }

    /// <summary>From an answer before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One memory that was found.</summary>
/// <param name="Memory">With <c>index</c> without text, with <c>snippet</c> with the part that matched.</param>
/// <param name="Score">Greater is better; comparable across queries.</param>
/// <param name="Reasons">Named parts of the score, when asked for.</param>
public sealed record RecallHitView(MemoryView Memory, double Score, IReadOnlyDictionary<string, double>? Reasons)
{
    /// <summary>0 to 1: of memories that cover so much of a question, how many were a right answer. Means the same whatever is asked.</summary>
    public double Confidence { get; init; }

    /// <summary>The words of the question that it holds, as they were understood, when reasons were asked for.</summary>
    public IReadOnlyList<string>? Matched { get; init; }
}

/// <summary>What was found, best first.</summary>
/// <param name="Results">At most the limit.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
/// <param name="Note">What the caller ought to know, such as words left out of a long query, or that the search went by words alone (<c>words_only: …</c>).</param>
public sealed record RecallResponse(IReadOnlyList<RecallHitView> Results, string? Next, string? Note)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}

/// <summary>Two memories of one kind about one thing that cannot both be so. Which one is right is for somebody to say: revise or forget the other.</summary>
/// <param name="About">The thing that both are about.</param>
/// <param name="Memory">The one that was written later.</param>
/// <param name="Against">The one before it.</param>
public sealed record ContradictionView(string About, MemoryView Memory, MemoryView Against);

/// <summary>A page of contradictions, by the later memory, the newest first.</summary>
/// <param name="Contradictions">About as many as the limit asked for: all that one later memory contradicts stand on one page.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
public sealed record ContradictionPageView(IReadOnlyList<ContradictionView> Contradictions, string? Next)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}

/// <summary>Asks for one block of text, ready for a prompt.</summary>
public sealed record ContextRequest
{
    /// <summary>What it is for; without it, profile and recent memories.</summary>
    public string? Query { get; init; }

    /// <summary>The budget: 1 to 32,000 tokens; 1,000 unless said.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Only what may be believed at least so far: <c>external</c>, <c>agent</c>, <c>user</c> or <c>curated</c>; <c>external</c> unless said.</summary>
    public string? MinTrust { get; init; }
}

/// <summary>How many memories found no room in a block, of the best fifty of each section.</summary>
/// <param name="Profile">Of who the user is.</param>
/// <param name="Relevant">Of what bears on the query.</param>
/// <param name="Recent">Of what is recent and in neither.</param>
public sealed record LeftOutView(int Profile, int Relevant, int Recent);

/// <summary>A block of recalled data. It is data, not instructions.</summary>
/// <param name="Text">The block.</param>
/// <param name="Tokens">How many tokens of <c>o200k_base</c> it takes, never more than the budget; an upper estimate where it comes from the local copy.</param>
/// <param name="Cited">Ids of the memories in it.</param>
/// <param name="LeftOut">How many that fitted the question did not fit the budget.</param>
public sealed record ContextResponse(string Text, int Tokens, IReadOnlyList<string> Cited, int LeftOut)
{
    /// <summary>The same by the section in which they would have stood; null from a server that does not tell.</summary>
    public LeftOutView? LeftOutBySection { get; init; }

    /// <summary>What the caller ought to know, such as that the search went by words alone (<c>words_only: …</c>); null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}
