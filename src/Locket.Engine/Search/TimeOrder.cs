namespace Locket.Engine.Search;

/// <summary>
/// The memories in order of the time that each is of, so that a question about last week looks at last week only. What is new waits
/// in a short tail until it is worth sorting in; what has moved or gone since is told by the entry itself, and dropped then.
/// </summary>
internal sealed class TimeOrder
{
    /// <summary>So many are looked at one by one, and cost less than a memory each to sort in.</summary>
    private const int LongestTail = 1024;

    private long[] _times = [];
    private int[] _numbers = [];
    private int _count;
    private int _sorted;

    public long Bytes => _times.Length * (long)(sizeof(long) + sizeof(int));

    /// <summary>Takes in a memory that was not here before.</summary>
    public void Add(Entry entry, ReadOnlySpan<Entry?> entries)
    {
        if (_count - _sorted >= LongestTail)
        {
            Merge(entries);
        }

        if (_count == _times.Length)
        {
            Array.Resize(ref _times, (_count * 3 / 2) + 8);
            Array.Resize(ref _numbers, _times.Length);
        }

        (_times[_count], _numbers[_count]) = (entry.Ticks, entry.Number);

        // What comes in order needs no sorting.
        _sorted += _sorted == _count && (_count == 0 || Compare(_count - 1, entry.Ticks, entry.Number) < 0) ? 1 : 0;
        _count++;
    }

    /// <summary>A memory is of another time now, perhaps of one that it was of before.</summary>
    public void Move(Entry entry, ReadOnlySpan<Entry?> entries)
    {
        if (!Holds(entry.Ticks, entry.Number))
        {
            Add(entry, entries);
        }
    }

    /// <summary>Takes all of a table at once.</summary>
    public void Fill(ReadOnlySpan<Entry?> entries)
    {
        (_times, _numbers, _count, _sorted) = (new long[entries.Length], new int[entries.Length], 0, 0);
        foreach (var entry in entries)
        {
            if (entry is not null)
            {
                (_times[_count], _numbers[_count]) = (entry.Ticks, entry.Number);
                _count++;
            }
        }

        _sorted = _count;
        for (var at = 1; at < _count; at++)
        {
            if (Compare(at - 1, _times[at], _numbers[at]) > 0)
            {
                SortAll();
                return;
            }
        }
    }

    /// <returns>The numbers of what is of a time in any of these stretches, each once where they do not overlap.</returns>
    public List<int> Within(IEnumerable<Stretch> stretches, ReadOnlySpan<Entry?> entries)
    {
        var found = new List<int>();
        foreach (var stretch in stretches)
        {
            for (var at = FirstFrom(stretch.Start, 0); at < _sorted && _times[at] < stretch.End; at++)
            {
                Take(at, entries, found);
            }

            for (var at = _sorted; at < _count; at++)
            {
                if (_times[at] >= stretch.Start && _times[at] < stretch.End)
                {
                    Take(at, entries, found);
                }
            }
        }

        return found;
    }

    /// <returns>The years between the first and the last time there is; none when there is nothing.</returns>
    public (int First, int Last)? Years()
    {
        if (_count == 0)
        {
            return null;
        }

        var (first, last) = _sorted == 0 ? (long.MaxValue, long.MinValue) : (_times[0], _times[_sorted - 1]);
        foreach (var time in _times.AsSpan(_sorted, _count - _sorted))
        {
            (first, last) = (Math.Min(first, time), Math.Max(last, time));
        }

        return (new DateTime(first).Year, new DateTime(last).Year);
    }

    private void Take(int at, ReadOnlySpan<Entry?> entries, List<int> found)
    {
        if (IsCurrent(at, entries))
        {
            found.Add(_numbers[at]);
        }
    }

    private bool Holds(long time, int number)
    {
        var at = FirstFrom(time, number);
        if (at < _sorted && Compare(at, time, number) == 0)
        {
            return true;
        }

        for (at = _sorted; at < _count; at++)
        {
            if (Compare(at, time, number) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Drops what is of another time by now, and brings the tail in from behind.</summary>
    private void Merge(ReadOnlySpan<Entry?> entries)
    {
        var tail = new (long Time, int Number)[_count - _sorted];
        for (var at = 0; at < tail.Length; at++)
        {
            tail[at] = (_times[_sorted + at], _numbers[_sorted + at]);
        }

        Array.Sort(tail);
        var left = 0;
        for (var at = 0; at < _sorted; at++)
        {
            if (IsCurrent(at, entries))
            {
                (_times[left], _numbers[left]) = (_times[at], _numbers[at]);
                left++;
            }
        }

        _count = left + tail.Length;
        var (first, second, to) = (left - 1, tail.Length - 1, _count - 1);
        while (second >= 0)
        {
            var isFromTail = first < 0 || Compare(first, tail[second].Time, tail[second].Number) < 0;
            (_times[to], _numbers[to]) = isFromTail ? tail[second--] : (_times[first], _numbers[first--]);
            to--;
        }

        _sorted = _count;
    }

    private void SortAll()
    {
        Array.Sort(_times, _numbers, 0, _count);
        for (var start = 0; start < _count;)
        {
            var end = start + 1;
            while (end < _count && _times[end] == _times[start])
            {
                end++;
            }

            Array.Sort(_numbers, start, end - start);
            start = end;
        }
    }

    private bool IsCurrent(int at, ReadOnlySpan<Entry?> entries) => entries[_numbers[at]] is { } entry && entry.Ticks == _times[at];

    /// <returns>Where the first is, in the sorted part, that is not before this.</returns>
    private int FirstFrom(long time, int number)
    {
        var (low, high) = (0, _sorted);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Compare(middle, time, number) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Compare(int at, long time, int number) =>
        _times[at] != time ? _times[at].CompareTo(time) : _numbers[at].CompareTo(number);
}

/// <summary>From a time to before another, in UTC ticks.</summary>
internal readonly record struct Stretch(long Start, long End);
