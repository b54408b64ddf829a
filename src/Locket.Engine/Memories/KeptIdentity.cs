using Locket.Engine.Records;
using Locket.Engine.Refusals;

namespace Locket.Engine.Memories;

/// <summary>What a memory keeps when it comes back from an export of ours.</summary>
/// <param name="Version">1 or more; later changes count on from it.</param>
/// <param name="CreatedAt">When it was first remembered.</param>
/// <param name="Status">As it stood there: what was forgotten must not come back by an export and an import.</param>
/// <param name="ReplacedBy">The memory that took its place there.</param>
public sealed record KeptIdentity(MemoryId Id, int Version, DateTimeOffset CreatedAt, MemoryStatus Status, MemoryId? ReplacedBy)
{
    /// <summary>Far more than anybody revises, and far from where the count would overflow.</summary>
    public const int MaxVersion = 1_000_000_000;

    /// <exception cref="RefusalException">The version is out of range.</exception>
    internal KeptIdentity Check() => Version is >= 1 and <= MaxVersion
        ? this
        : throw RefusalException.Invalid($"version must be from 1 to {MaxVersion}");
}
