using Locket.Engine.Records;

namespace Locket.Client.Offline;

/// <summary>A write that waits for the server, as it lies in the outbox.</summary>
internal sealed record QueuedCall
{
    /// <summary>Its place in the outbox.</summary>
    public long Number { get; init; }

    /// <summary>Made before the first send.</summary>
    public required string Key { get; init; }

    /// <summary>One of <see cref="Operations"/>.</summary>
    public required string Operation { get; init; }

    public required string Space { get; init; }

    /// <summary>Which life of the space it was meant for; null where this client knew of none.</summary>
    public string? Incarnation { get; init; }

    /// <summary>The memory it makes or changes, under the id that is known here.</summary>
    public string? Id { get; init; }

    /// <summary>The version of that memory which the writer saw.</summary>
    public int? Version { get; init; }

    /// <summary>The request's body.</summary>
    public string? Json { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How often the server failed over it.</summary>
    public int Failures { get; init; }

    /// <summary>Why it does not go out by itself any more: the server's name of the reason; null while it waits.</summary>
    public string? ParkedCode { get; init; }

    public string? ParkedReason { get; init; }

    /// <summary>The parked entry that it builds on.</summary>
    public string? DependsOn { get; init; }

    public bool IsParked => ParkedCode is not null;

    public MemoryId? Memory => Id is { } id && MemoryId.TryParse(id, null, out var memory) ? memory : null;
}

/// <summary>What can wait in the outbox.</summary>
internal static class Operations
{
    public const string Remember = "remember";
    public const string RememberUser = "remember_user_info";
    public const string Revise = "revise";
    public const string Forget = "forget";
    public const string ForgetUser = "delete_user_memories";
    public const string Undo = "undo";
    public const string Relate = "relate";
    public const string Describe = "describe";
}
