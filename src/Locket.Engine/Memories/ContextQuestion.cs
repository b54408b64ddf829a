using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>What a block of context is asked for.</summary>
public sealed record ContextQuestion
{
    /// <summary>What it is for; without it, profile and recent memories.</summary>
    public string? Query { get; init; }

    public int MaxTokens { get; init; } = Limits.DefaultContextTokens;

    /// <summary>Only what may be believed at least so far.</summary>
    public Trust MinTrust { get; init; } = Trust.External;

    /// <exception cref="RefusalException">The budget is out of bounds.</exception>
    public void Check()
    {
        if (MaxTokens is < 1 or > Limits.ContextTokens)
        {
            throw RefusalException.Invalid($"max_tokens must be from 1 to {Limits.ContextTokens}");
        }
    }
}
