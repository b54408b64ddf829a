using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>Everything about a memory that is sealed: what was said, about what, by whom, when.</summary>
public sealed record MemoryContent
{
    /// <summary>Free word of at most 64 characters; <c>note</c> unless said.</summary>
    public required string Kind { get; init; }

    public required string Text { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of the entities it speaks of.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    public string? Author { get; init; }

    /// <summary>Label of the conversation it belongs to.</summary>
    public string? Session { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>From then on it is hidden; only a purge removes it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A JSON object as text, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>The memory that this one takes the place of.</summary>
    public MemoryId? Replaces { get; init; }

    /// <summary>When it was first remembered, for one that an import brought along; null when that was here.</summary>
    public DateTimeOffset? RememberedAt { get; init; }

    public required Origin Origin { get; init; }

    public required Trust Trust { get; init; }
}
