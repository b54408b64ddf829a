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
}
