using System.Text.Json.Serialization;
using Locket.Client.Contracts;

namespace Locket.Client;

/// <summary>A memory as the routes show it that take a <c>user_id</c>.</summary>
public sealed record UserMemory
{
    /// <summary>Names the memory.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is: the name of the space.</summary>
    public required string UserId { get; init; }

    /// <summary>What sort of information it is: the kind.</summary>
    public required string InformationType { get; init; }

    /// <summary>What was remembered.</summary>
    public required string Information { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>When it was remembered.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether the server said so just now.</summary>
    [JsonIgnore]
    public ItemState State { get; init; }
}
