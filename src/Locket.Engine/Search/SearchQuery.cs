using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Vectors;

namespace Locket.Engine.Search;

/// <summary>A question in the words of whoever asks, and what the answers must be like.</summary>
public sealed record SearchQuery
{
    /// <summary>As it was asked; nothing in it is syntax.</summary>
    public required string Text { get; init; }

    /// <summary>The time the question is asked at: what has expired by then is hidden.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the question means; null to go by words alone.</summary>
    public QuestionVector? Meaning { get; init; }

    public int Limit { get; init; } = 10;

    /// <summary>How many of the best to leave out: the cursor of a next page.</summary>
    public int Offset { get; init; }

    public MemoryFilter Filter { get; init; } = new();

    /// <summary>Also what another memory took the place of, ranked below its successor.</summary>
    public bool IncludeSuperseded { get; init; }

    /// <summary>Also what has expired.</summary>
    public bool IncludeExpired { get; init; }
}

/// <summary>What memories must be like; an empty list demands nothing, of several entries one is enough.</summary>
public sealed record MemoryFilter
{
    /// <summary>Exactly so.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Case aside.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>All the tags must be there, not just one.</summary>
    public bool AllTags { get; init; }

    /// <summary>All of them must be there, letter by letter.</summary>
    public IReadOnlyList<string> TagsExactly { get; init; } = [];

    /// <summary>Names of things, case aside.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Case aside.</summary>
    public string? Author { get; init; }

    /// <summary>Exactly so.</summary>
    public string? Session { get; init; }

    /// <summary>Occurred, else written, then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Occurred, else written, before then.</summary>
    public DateTimeOffset? Until { get; init; }

    public Trust MinTrust { get; init; } = Trust.External;

    internal bool Admits(Entry entry) =>
        entry.Trust >= MinTrust
        && (Kinds.Count == 0 || Kinds.Contains(entry.Kind, StringComparer.Ordinal))
        && (Tags.Count == 0 || HasTags(entry))
        && (TagsExactly.Count == 0 || TagsExactly.All(tag => entry.Tags.Contains(tag, StringComparer.Ordinal)))
        && (About.Count == 0 || About.Any(name => entry.About.Contains(name, StringComparer.OrdinalIgnoreCase)))
        && (Author is null || string.Equals(Author, entry.Author, StringComparison.OrdinalIgnoreCase))
        && (Session is null || string.Equals(Session, entry.Session, StringComparison.Ordinal))
        && !(Since?.UtcTicks > entry.Ticks)
        && !(Until?.UtcTicks <= entry.Ticks);

    private bool HasTags(Entry entry) => AllTags
        ? Tags.All(tag => entry.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        : Tags.Any(tag => entry.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase));
}

/// <summary>A list in order of sequence, the newest first.</summary>
public sealed record ListQuery
{
    /// <summary>The time of the question: what has expired by then is hidden.</summary>
    public required DateTimeOffset Now { get; init; }

    public int Limit { get; init; } = 10;

    /// <summary>Only what is older than this sequence: the cursor of a next page.</summary>
    public long? Before { get; init; }

    public MemoryFilter Filter { get; init; } = new();

    /// <summary>Null for every status there is.</summary>
    public MemoryStatus? Status { get; init; } = MemoryStatus.Active;

    /// <summary>Also what has expired.</summary>
    public bool IncludeExpired { get; init; }
}

/// <param name="Next">Ask again before this sequence; null when there is no more.</param>
public sealed record ListPage(IReadOnlyList<MemoryId> Ids, long? Next);
