namespace Locket.Quality;

/// <summary>How well one question was answered. The same definitions as in the usual scripts for these sets, so that figures compare.</summary>
/// <param name="Ranks">1-based rank of each right memory, ascending; <see cref="NotFound"/> for one that is missing.</param>
internal sealed record Answer(IReadOnlyList<int> Ranks)
{
    public const int NotFound = int.MaxValue;
    private const int GainDepth = 10;

    public static Answer Of(IReadOnlyList<string> found, IReadOnlyCollection<string> right) =>
        new([.. right.Select(id => found.ToList().IndexOf(id) is >= 0 and var at ? at + 1 : NotFound).Order()]);

    /// <summary>Share of the right memories among the first <paramref name="depth"/>.</summary>
    public double Recall(int depth) => Ranks.Count(rank => rank <= depth) / (double)Ranks.Count;

    public double Reciprocal => Ranks[0] == NotFound ? 0 : 1.0 / Ranks[0];

    /// <summary>Normalised discounted cumulative gain among the first ten, each right memory counting alike.</summary>
    public double Gain => Ranks.Where(rank => rank <= GainDepth).Sum(rank => 1 / Math.Log2(rank + 1))
        / Enumerable.Range(1, Math.Min(Ranks.Count, GainDepth)).Sum(rank => 1 / Math.Log2(rank + 1));
}

internal static class Answers
{
    public static double Recall(this IReadOnlyCollection<Answer> answers, int depth) => answers.Average(answer => answer.Recall(depth));

    public static double Reciprocal(this IReadOnlyCollection<Answer> answers) => answers.Average(answer => answer.Reciprocal);

    public static double Gain(this IReadOnlyCollection<Answer> answers) => answers.Average(answer => answer.Gain);
}
