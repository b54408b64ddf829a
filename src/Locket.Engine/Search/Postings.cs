namespace Locket.Engine.Search;

/// <summary>Which memories hold a term and how often, in order of their numbers. Four bytes an entry.</summary>
internal sealed class Postings
{
    /// <summary>Numbers of memories share a word of 32 bits with the count.</summary>
    public const int MaxMemories = 1 << (32 - CountBits);

    private const int CountBits = 8;
    private const int MaxCount = (1 << CountBits) - 1;

    // Most terms stand in one memory only: that one needs no array.
    private uint[] _items = [];
    private uint _only;
    private int _count;

    public Postings(string term) => Term = term;

    /// <param name="items">All there are, in order, at least one.</param>
    public Postings(string term, ReadOnlySpan<uint> items)
        : this(term) => (_only, _items, _count) = (items[0], items.Length == 1 ? [] : items.ToArray(), items.Length);

    public string Term { get; }

    /// <summary>How many of the memories are active: the document frequency.</summary>
    public int Active { get; set; }

    public ReadOnlySpan<uint> Items => _items.Length == 0 ? new ReadOnlySpan<uint>(ref _only)[.._count] : _items.AsSpan(0, _count);

    public int Capacity => _items.Length;

    public static int NumberOf(uint item) => (int)(item >> CountBits);

    public static int CountOf(uint item) => (int)(item & MaxCount);

    public void Add(int number, int count)
    {
        var at = ~IndexOf(number);
        var item = ((uint)number << CountBits) | (uint)Math.Min(count, MaxCount);
        if (_count == 0 && _items.Length == 0)
        {
            (_only, _count) = (item, 1);
            return;
        }

        if (_count >= _items.Length)
        {
            var larger = new uint[_count + (_count >> 1) + 1];
            Items.CopyTo(larger);
            _items = larger;
        }

        _items.AsSpan(at, _count - at).CopyTo(_items.AsSpan(at + 1));
        _items[at] = item;
        _count++;
    }

    public void Remove(int number)
    {
        var at = IndexOf(number);
        _count--;
        if (_items.Length > 0)
        {
            _items.AsSpan(at + 1, _count - at).CopyTo(_items.AsSpan(at));
        }
    }

    public bool Contains(int number) => IndexOf(number) >= 0;

    /// <returns>Where the entry of this memory is, or the complement of where it would be.</returns>
    private int IndexOf(int number)
    {
        var items = Items;
        var (low, high) = (0, _count - 1);
        if (_count > 0 && NumberOf(items[high]) < number)
        {
            // New memories come last: the usual case needs no search.
            return ~_count;
        }

        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = NumberOf(items[middle]);
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
