namespace Locket.Engine.Search;

/// <summary>The best so many of many, best first; of equals the newest first.</summary>
internal sealed class BestFirst(int size)
{
    private readonly List<(double Score, int Number)> _best = [];

    public void Offer(double score, int number)
    {
        var item = (Score: score, Number: number);
        if (_best.Count == size && (size == 0 || Compare(_best[^1], item) < 0))
        {
            return;
        }

        if (_best.Count == size)
        {
            _best.RemoveAt(size - 1);
        }

        // No two are equal, because no two have the same number.
        _best.Insert(~_best.BinarySearch(item, Comparer<(double, int)>.Create(Compare)), item);
    }

    public IEnumerable<(double Score, int Number)> From(int offset) => _best.Skip(offset);

    private static int Compare((double Score, int Number) one, (double Score, int Number) other) =>
        one.Score != other.Score ? other.Score.CompareTo(one.Score) : other.Number.CompareTo(one.Number);
}
