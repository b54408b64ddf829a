using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>A memory as it stands after some version: the fold of its changes.</summary>
public sealed record Memory
{
    public required MemoryId Id { get; init; }

    public required SpaceName Space { get; init; }

    /// <summary>Sequence of the change that made it: its place in the order of the space.</summary>
    public required long Sequence { get; init; }

    public required int Version { get; init; }

    public required MemoryStatus Status { get; init; }

    public required MemoryContent Content { get; init; }

    /// <summary>Who wrote the content that stands.</summary>
    public required Actor Writer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public MemoryId? ReplacedBy { get; init; }

    public bool HasExpired(DateTimeOffset now) => Content.ExpiresAt is { } end && end <= now;

    /// <summary>What a recall may show by default.</summary>
    public bool IsCurrent(DateTimeOffset now) => Status == MemoryStatus.Active && !HasExpired(now);
}
