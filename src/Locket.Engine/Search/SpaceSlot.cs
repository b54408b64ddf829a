using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>
/// One space's place in memory: its index, how far that got, and who may touch it when. One flight at a time catches up;
/// readers go side by side and wait only while a page of changes is applied.
/// </summary>
internal sealed class SpaceSlot : IDisposable
{
    private readonly ReadGate _gate = new();
    private State _state = new(null, new SpaceIndex());

    /// <summary>Held by whoever catches up.</summary>
    public SemaphoreSlim Flight { get; } = new(1, 1);

    /// <summary>Where the index stands; null before the first load, and for a space that nobody wrote to.</summary>
    public Position? Position => Volatile.Read(ref _state).Position;

    /// <summary>Only the holder of <see cref="Flight"/> may ask: nobody else changes it meanwhile.</summary>
    public long IndexBytes => _state.Index.Bytes;

    /// <summary>Up to which sequence a snapshot was kept, or is being kept. For the holder of <see cref="Flight"/>, too.</summary>
    public long KeptUpTo { get; set; }

    /// <summary>How many use it now; one in use is never dropped. Guarded by the cache's lock, like the two below.</summary>
    public int Pins { get; set; }

    public long LastUse { get; set; }

    /// <summary>What the cache counts for it.</summary>
    public long Bytes { get; set; }

    public T Read<T>(Func<SpaceIndex, Position?, T> read)
    {
        var ticket = _gate.Enter();
        try
        {
            var state = Volatile.Read(ref _state);
            return read(state.Index, state.Position);
        }
        finally
        {
            _gate.Leave(ticket);
        }
    }

    public void Apply(IReadOnlyList<Change> changes, Position position) => _gate.Change(() =>
    {
        foreach (var change in changes)
        {
            _state.Index.Apply(change);
        }

        Volatile.Write(ref _state, _state with { Position = position });
    });

    /// <summary>Changes the index in another way than by what happened in the space.</summary>
    public void Change(Action<SpaceIndex> change) => _gate.Change(() => change(_state.Index));

    /// <summary>Of which model the index holds vectors; null for none.</summary>
    public long? VectorStamp => Volatile.Read(ref _state).Index.VectorStamp;

    /// <summary>For the holder of <see cref="Flight"/>, who may read it without counting in: nobody else changes it.</summary>
    public SpaceIndex Index => _state.Index;

    /// <summary>Puts another index in the place of this one. Who is reading finishes with the old.</summary>
    public void Put(SpaceIndex index, Position? position) => Volatile.Write(ref _state, new State(position, index));

    public void Dispose() => Flight.Dispose();

    private sealed record State(Position? Position, SpaceIndex Index);
}
