using Locket.Engine.Sealing;

namespace Locket.Engine.Search;

/// <summary>How much of the machine search may use.</summary>
public sealed record SpaceIndexOptions
{
    private const int ShareOfMemory = 4;

    /// <summary>Bytes of memory for the indexes of all spaces together; the least recently used give way.</summary>
    public long MaxBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory;

    /// <summary>Rows read and applied at once.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Indexes built at the same time.</summary>
    public int MaxLoads { get; init; } = Environment.ProcessorCount;

    /// <summary>A snapshot is kept when at least so many rows are not in the last one.</summary>
    public long LeastRowsToKeep { get; init; } = 1000;

    /// <summary>And at least one in so many of all rows: what is written over and over stays a small multiple of what is remembered.</summary>
    public long ShareToKeep { get; init; } = 10;

    /// <summary>Of one part of a snapshot, sealed.</summary>
    internal int SnapshotPartLength { get; init; } = SnapshotSealer.PartLength;
}
