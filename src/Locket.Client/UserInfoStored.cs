namespace Locket.Client;

/// <summary>The answer to remembering something about a user.</summary>
public sealed record UserInfoStored
{
    /// <summary>Names the memory.</summary>
    public required string MemoryId { get; init; }

    /// <summary>When it was remembered.</summary>
    public DateTimeOffset? Timestamp { get; init; }
}
