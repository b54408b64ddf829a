namespace Locket.Engine.Search;

/// <summary>A number for a set of terms.</summary>
internal static class TermMark
{
    /// <returns>Equal for the same terms in whatever order; others share it with one chance in 2^64.</returns>
    public static long Of(IEnumerable<int> terms)
    {
        var sum = 0L;
        foreach (var term in terms)
        {
            // The finisher of SplitMix64 (Sebastiano Vigna, public domain).
            var mixed = (ulong)(term + 1) * 0x9e3779b97f4a7c15;
            mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            sum += (long)(mixed ^ (mixed >> 31));
        }

        return sum;
    }
}
