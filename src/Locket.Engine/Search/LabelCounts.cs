using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>How many active memories bear each label of one sort: kinds, or tags.</summary>
internal sealed class LabelCounts
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> All => _counts;

    public void Count(string label, int step)
    {
        var count = _counts.GetValueOrDefault(label) + step;
        if (count == 0)
        {
            _counts.Remove(label);
        }
        else
        {
            _counts[label] = count;
        }
    }

    /// <returns>Labels that begin so, case and accents aside; the most used first.</returns>
    public IReadOnlyList<string> StartingWith(string prefix, int limit)
    {
        var folded = Unicode.Fold(prefix);

        return
        [
            .. _counts
                .Where(label => Unicode.Fold(label.Key).StartsWith(folded, StringComparison.Ordinal))
                .OrderByDescending(label => label.Value)
                .ThenBy(label => label.Key, StringComparer.Ordinal)
                .Take(limit)
                .Select(label => label.Key),
        ];
    }
}
