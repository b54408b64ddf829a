namespace Locket.Quality;

/// <summary>Several at once, with the answers in the order of the questions.</summary>
internal static class Batches
{
    public static async Task<IReadOnlyList<TOut>> RunAsync<TIn, TOut>(IReadOnlyList<TIn> items, int atOnce, Func<TIn, Task<TOut>> run)
    {
        var results = new TOut[items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (at, _) => results[at] = await run(items[at]));

        return results;
    }
}
