namespace Locket.Benchmarks;

/// <summary>Numbers that are used once in a run, so that no text is written twice.</summary>
internal static class Numbers
{
    private static int _last;

    public static int Next() => Interlocked.Increment(ref _last);

    public static void StartAfter(int number) => Interlocked.Exchange(ref _last, Math.Max(_last, number));
}
