namespace Locket.Client;

/// <summary>Which memories to list, newest first. Everything left out does not filter.</summary>
public sealed record ListRequest
{
    /// <summary>1 to 100; 10 unless said.</summary>
    public int? Limit { get; init; }

    /// <summary>From the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Only these kinds.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Only memories with all of these labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Only memories about this name.</summary>
    public string? About { get; init; }

    /// <summary>Only memories said by this one.</summary>
    public string? Author { get; init; }

    /// <summary><c>active</c> unless said, <c>superseded</c>, <c>forgotten</c> or <c>quarantined</c>.</summary>
    public string? Status { get; init; }
}
