using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>What took the place of memories.</summary>
internal sealed class Successors(MemoryTable table)
{
    /// <summary>What share of its successor's score a memory has at most.</summary>
    public const double Below = 0.99;

    private const int Most = 8;

    /// <summary>Nobody gets the words of what is trusted more; a user may take the place of what was curated.</summary>
    public static bool MayInherit(Entry successor, Entry entry) => successor.Trust >= entry.Trust || successor.Trust >= Trust.User;

    /// <returns>What took its place, and the place of that, nearest first.</returns>
    public IEnumerable<Entry> Of(Entry entry) => entry.Status == MemoryStatus.Superseded ? Chain(entry) : [];

    /// <param name="found">Best first.</param>
    /// <returns>The same, none above a successor that was found as well.</returns>
    public List<(double Score, int Number)> Above(List<(double Score, int Number)> found)
    {
        var scores = found.ToDictionary(item => item.Number, item => item.Score);
        return
        [
            .. found.Select(item => (Score: Math.Min(item.Score, LimitOf(table.Entries[item.Number]!, scores)), item.Number))
                .OrderByDescending(item => item.Score),
        ];
    }

    private IEnumerable<Entry> Chain(Entry entry)
    {
        var at = entry;
        for (var step = 0; step < Most && at.Status == MemoryStatus.Superseded && at.ReplacedBy is { } id && table.Find(id) is { } successor; step++)
        {
            yield return at = successor;
        }
    }

    private double LimitOf(Entry entry, Dictionary<int, double> scores)
    {
        var (limit, share) = (double.PositiveInfinity, 1.0);
        foreach (var successor in Of(entry))
        {
            share *= Below;
            limit = scores.TryGetValue(successor.Number, out var score) ? Math.Min(limit, score * share) : limit;
        }

        return limit;
    }
}
