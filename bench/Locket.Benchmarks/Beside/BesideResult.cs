namespace Locket.Benchmarks.Beside;

/// <summary>What was measured at one size.</summary>
internal sealed class BesideResult(int size)
{
    public int Size => size;

    public List<Asked> Asked { get; } = [];

    public List<double> Writes { get; } = [];

    public List<double> TheirWrites { get; } = [];

    public List<Made> Written { get; } = [];

    /// <summary>Both found what was written last by the very next search.</summary>
    public bool FoundAtOnce { get; set; }

    public IReadOnlyList<Asked> NamedOnes => [.. Asked.Where(asked => asked.For.IsByName)];

    public IReadOnlyList<Asked> OtherOnes => [.. Asked.Where(asked => !asked.For.IsByName)];

    public static double At(IReadOnlyList<double> values, double quantile) => values.Order().ElementAt((int)Math.Min(values.Count - 1, values.Count * quantile));

    /// <summary>Share of the questions whose right memory is among the first ten.</summary>
    public static double Recall(IReadOnlyList<Asked> asked, Func<Asked, Found> way) => asked.Average(one => way(one).First.Contains(one.For.Right.Text) ? 1.0 : 0);

    public IReadOnlyList<double> Searches(Func<Asked, Found> way) => [.. Asked.Select(asked => way(asked).Milliseconds)];
}

/// <param name="Keyword">What server-memory is given instead of the question, so that it finds something.</param>
internal sealed record AskedFor(Made Right, bool IsByName, string Text, string Keyword);

internal sealed record Asked(AskedFor For, Found Ours, Found Theirs, Found TheirBest);
