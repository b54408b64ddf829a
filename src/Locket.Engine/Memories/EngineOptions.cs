namespace Locket.Engine.Memories;

/// <summary>What an operator may decide about the engine.</summary>
public sealed record EngineOptions
{
    public int MemoriesPerSpace { get; init; } = Limits.MemoriesPerSpace;

    /// <summary>How long a forgotten memory can be brought back.</summary>
    public TimeSpan KeepForgotten { get; init; } = TimeSpan.FromDays(30);
}
