using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>Which spaces have an index in memory, and what all of them take together.</summary>
internal sealed class IndexCache(long maxBytes) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpaceName, SpaceSlot> _slots = [];
    private long _bytes;
    private long _uses;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Count;
            }
        }
    }

    public SpaceSlot Pin(SpaceName space)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(space, out var slot))
            {
                slot = new SpaceSlot();
                _slots.Add(space, slot);
            }

            slot.Pins++;
            slot.LastUse = ++_uses;
            return slot;
        }
    }

    public void Release(SpaceName space, SpaceSlot slot)
    {
        lock (_lock)
        {
            slot.Pins--;
            if (slot is { Pins: 0, Position: null })
            {
                // A space that nobody wrote to: asking for many such names must not fill the memory.
                _slots.Remove(space);
                slot.Dispose();
            }

            Shrink();
        }
    }

    /// <summary>Counts so many bytes for a slot from now on, and lets others go to make room.</summary>
    public void Reserve(SpaceSlot slot, long bytes)
    {
        lock (_lock)
        {
            _bytes += bytes - slot.Bytes;
            slot.Bytes = bytes;
            Shrink();
        }
    }

    /// <summary>Whether all indexes may take as much together.</summary>
    public bool Fits(long bytes) => bytes <= maxBytes;

    /// <exception cref="RefusalException">More than all indexes may take together.</exception>
    public void Demand(long bytes)
    {
        if (!Fits(bytes))
        {
            throw new RefusalException(
                RefusalCode.StorageFull,
                "this space is larger than the memory that the server sets aside for search");
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Dispose();
        }
    }

    private void Shrink()
    {
        while (_bytes > maxBytes && LeastRecentlyUsed() is { } space)
        {
            _slots.Remove(space, out var slot);
            _bytes -= slot!.Bytes;
            slot.Dispose();
        }
    }

    /// <returns>Null when all that take anything are in use: then they may take too much for as long as that lasts.</returns>
    private SpaceName? LeastRecentlyUsed()
    {
        SpaceName? oldest = null;
        var use = long.MaxValue;
        foreach (var (space, slot) in _slots)
        {
            if (slot is { Pins: 0, Bytes: > 0 } && slot.LastUse < use)
            {
                (oldest, use) = (space, slot.LastUse);
            }
        }

        return oldest;
    }
}
