namespace Locket.Engine.Search;

/// <summary>Whether one typing error turns a word into another: a letter too much, too few, wrong, or two exchanged.</summary>
internal static class OneEdit
{
    public static bool Apart(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        var same = one.CommonPrefixLength(other);
        one = one[same..];
        other = other[same..];
        if (one.IsEmpty && other.IsEmpty)
        {
            return false;
        }

        if (one.Length != other.Length)
        {
            return one.Length > other.Length ? one[1..].SequenceEqual(other) : other[1..].SequenceEqual(one);
        }

        return one[1..].SequenceEqual(other[1..])
            || (one.Length > 1 && one[0] == other[1] && one[1] == other[0] && one[2..].SequenceEqual(other[2..]));
    }
}
