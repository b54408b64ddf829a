using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>A memory of another program, with what it knew about it.</summary>
internal sealed record PeerMemory
{
    /// <summary>One of <see cref="PeerFormats"/>.</summary>
    public required string Format { get; init; }

    /// <summary>
    /// What makes it this memory there: its id where it has one, else what it says. The same key gives the same id here, so that an
    /// import done twice changes nothing.
    /// </summary>
    public required string Key { get; init; }

    public required string Text { get; init; }

    /// <summary>Its id there; null where it has none.</summary>
    public string? ExternalId { get; init; }

    public string? Kind { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> About { get; init; } = [];

    public string? Author { get; init; }

    public string? Session { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was first remembered there.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True where the same id may say something else in a later export.</summary>
    public bool MayChange { get; init; }

    /// <summary>Members of a metadata object: what that program knew and Locket has no field for.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Metadata { get; init; } = [];
}
