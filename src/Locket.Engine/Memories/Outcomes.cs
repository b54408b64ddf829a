using Locket.Engine.Context;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>Changes of one memory, oldest first.</summary>
/// <param name="Earlier">Where there are earlier ones: ask for those before this version.</param>
public sealed record HistoryPage(IReadOnlyList<Change> Changes, int? Earlier);

/// <param name="IsNew">False when the same memory was there already: nothing changed.</param>
/// <param name="NearDuplicates">Active memories that say nearly the same, where the draft wanted to know; for the caller to judge.</param>
public sealed record RememberOutcome(Memory Memory, bool IsNew, IReadOnlyList<MemoryId> NearDuplicates);

/// <param name="Changed">The ids whose status changed.</param>
/// <param name="Unchanged">The ids that were so already.</param>
public sealed record ForgetOutcome(IReadOnlyList<MemoryId> Changed, IReadOnlyList<MemoryId> Unchanged);

/// <param name="Memories">At most the limit, newest first.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
public sealed record MemoryPage(IReadOnlyList<Memory> Memories, string? Next);

/// <param name="Confidence">0 to 1: how often a memory that covers so much of a question was a right answer.</param>
/// <param name="Reasons">Named parts of the score; null unless asked for.</param>
/// <param name="Matched">The words of the question that it holds, as they were understood; null unless asked for.</param>
public sealed record RecallHit(Memory Memory, double Score, double Confidence, IReadOnlyDictionary<string, double>? Reasons, IReadOnlyList<string>? Matched)
{
    public static RecallHit Of(Memory memory, Search.SearchHit hit, bool explain) => new(
        memory, hit.Score, hit.Confidence, explain ? SpaceQuestions.Reasons(hit.Reasons) : null, explain ? hit.Reasons.Terms : null);
}

/// <param name="Hits">At most the limit, best first.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
/// <param name="Note">What the caller ought to know; null when nothing.</param>
public sealed record RecallOutcome(IReadOnlyList<RecallHit> Hits, string? Next, string? Note);

/// <param name="About">The thing that both are about.</param>
/// <param name="Memory">The one that was written later.</param>
/// <param name="Against">What it cannot hold beside.</param>
public sealed record ContradictionHit(string About, Memory Memory, Memory Against);

/// <param name="Found">The newest first.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
public sealed record ContradictionOutcome(IReadOnlyList<ContradictionHit> Found, string? Next);

/// <summary>A page that is asked for by its place, of a list whose length is told.</summary>
/// <param name="Total">How many memories the whole list has.</param>
public sealed record NumberedPage(IReadOnlyList<Memory> Memories, int Total);

/// <param name="Note">What the caller ought to know; null when nothing.</param>
public sealed record ContextOutcome(string Text, int Tokens, IReadOnlyList<MemoryId> Cited, LeftOut LeftOut, string? Note);

/// <summary>Which memories to list. Everything left out does not filter.</summary>
public sealed record MemoryFilter
{
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>One of the tags is enough.</summary>
    public bool AnyTag { get; init; }

    /// <summary>Tags that must all be there, letter by letter.</summary>
    public IReadOnlyList<string> TagsExactly { get; init; } = [];

    public string? About { get; init; }

    public string? Author { get; init; }

    public string? Session { get; init; }

    /// <summary>Occurred, else written, then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Occurred, else written, before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Active ones only, unless said.</summary>
    public MemoryStatus Status { get; init; } = MemoryStatus.Active;

    /// <summary>Also what has expired.</summary>
    public bool IncludeExpired { get; init; }

    public int Limit { get; init; } = Limits.DefaultPageSize;

    public string? Cursor { get; init; }

    internal Search.MemoryFilter ToSearch() => new()
    {
        Kinds = Checked.Filter(Kinds, "kinds"),
        Tags = Checked.Filter(Tags, "tags"),
        AllTags = !AnyTag,
        TagsExactly = Checked.Filter(TagsExactly, "tags"),
        About = About is { } name ? [name] : [],
        Author = Author,
        Session = Session,
        Since = Since,
        Until = Until,
    };
}

/// <summary>What to look for. Everything left out does not filter.</summary>
public sealed record RecallQuestion
{
    public required string Query { get; init; }

    public IReadOnlyList<string> Kinds { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>One of the tags is enough.</summary>
    public bool AnyTag { get; init; }

    /// <summary>Tags that must all be there, letter by letter.</summary>
    public IReadOnlyList<string> TagsExactly { get; init; } = [];

    public string? About { get; init; }

    public string? Author { get; init; }

    public string? Session { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Only what may be believed at least so far.</summary>
    public Trust MinTrust { get; init; } = Trust.External;

    public DateTimeOffset? AsOf { get; init; }

    public DateTimeOffset? Now { get; init; }

    public int Limit { get; init; } = Limits.DefaultPageSize;

    /// <summary>Also what has expired.</summary>
    public bool IncludeExpired { get; init; }

    /// <summary>Also what another memory took the place of, ranked below that.</summary>
    public bool IncludeSuperseded { get; init; }

    public bool Explain { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>New content for a memory. Members left null stay as they are.</summary>
public sealed record Revision
{
    public string? Text { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? About { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Takes away the time at which it expires.</summary>
    public bool IsLasting { get; init; }

    public string? Metadata { get; init; }

    /// <summary>The version the caller saw; a mismatch is refused. Null revises whatever stands.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Whether a revision that comes too late becomes a version that is not current, instead of being refused.</summary>
    public bool KeepsConflict { get; init; }

    public Origin Origin { get; init; } = Origin.User;

    public string? Key { get; init; }

    /// <summary>What hidden characters of the text spelled before they were taken out.</summary>
    internal string Smuggled { get; init; } = "";

    /// <summary>Somebody must look at it before it stands: see <see cref="Screening.Quarantine"/>.</summary>
    internal bool IsHeld { get; init; }
}
