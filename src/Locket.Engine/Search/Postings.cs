namespace Locket.Engine.Search;

/// <summary>Which memories hold a term and how often, in order of their numbers. Four bytes an entry.</summary>
internal sealed class Postings(string term)
{
    /// <summary>Numbers of memories share a word of 32 bits with the count.</summary>
    public const int MaxMemories = 1 << (32 - CountBits);

    private const int CountBits = 8;
    private const int MaxCount = (1 << CountBits) - 1;
    private uint[] _items = new uint[2];
    private int _count;

    public string Term { get; } = term;

    /// <summary>How many of the memories are active: the document frequency.</summary>
    public int Active { get; set; }

    public ReadOnlySpan<uint> Items => _items.AsSpan(0, _count);

    public int Capacity => _items.Length;

    public static int NumberOf(uint item) => (int)(item >> CountBits);

    public static int CountOf(uint item) => (int)(item & MaxCount);

    public void Add(int number, int count)
    {
        var at = ~IndexOf(number);
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count + (_count >> 1) + 1);
        }

        _items.AsSpan(at, _count - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = ((uint)number << CountBits) | (uint)Math.Min(count, MaxCount);
        _count++;
    }

    public void Remove(int number)
    {
        var at = IndexOf(number);
        _count--;
        _items.AsSpan(at + 1, _count - at).CopyTo(_items.AsSpan(at));
    }

    public bool Contains(int number) => IndexOf(number) >= 0;

    /// <returns>Where the entry of this memory is, or the complement of where it would be.</returns>
    private int IndexOf(int number)
    {
        var (low, high) = (0, _count - 1);
        if (_count > 0 && NumberOf(_items[high]) < number)
        {
            // New memories come last: the usual case needs no search.
            return ~_count;
        }

        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = NumberOf(_items[middle]);
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
