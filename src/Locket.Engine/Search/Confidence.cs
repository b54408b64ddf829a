namespace Locket.Engine.Search;

/// <summary>
/// From the share of a question that a memory covers to how often such a memory was the right one, as measured on our own sets (bench/results/confidence.md):
/// a table by hand, straight between its points, and never falling.
/// </summary>
internal static class Confidence
{
    private static readonly (double Covered, double Right)[] Table =
    [
        (0, 0), (0.1, 0.02), (0.2, 0.06), (0.3, 0.14), (0.35, 0.26), (0.4, 0.44), (0.5, 0.58), (0.6, 0.88), (0.7, 0.96), (1, 0.99),
    ];

    /// <param name="covered">0 to 1.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(double covered)
    {
        for (var at = 1; at < Table.Length; at++)
        {
            var (from, to) = (Table[at - 1], Table[at]);
            if (covered <= to.Covered)
            {
                return from.Right + ((to.Right - from.Right) * Math.Max(0, covered - from.Covered) / (to.Covered - from.Covered));
            }
        }

        return Table[^1].Right;
    }
}
