namespace Locket.AgentFramework;

/// <summary>What a program knows of the conversation in which functions are called.</summary>
public sealed record LocketFunctionOptions
{
    /// <summary>The label of the conversation on what is remembered.</summary>
    public string? Session { get; init; }

    /// <summary>Who is noted as the author of what is remembered.</summary>
    public string? Author { get; init; }

    /// <summary>The clock, for the age of memories.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
