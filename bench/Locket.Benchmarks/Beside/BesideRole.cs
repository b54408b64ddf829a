using System.Globalization;

namespace Locket.Benchmarks.Beside;

/// <summary>The comparison at a small size, with what must hold of it, printed as the suites count it.</summary>
internal static class BesideRole
{
    public static async Task<int> RunAsync(string program, string node, string script, string size)
    {
        var result = (await new BesideBench(program, node, script).RunAsync(new Report("beside", ""), [int.Parse(size, CultureInfo.InvariantCulture)]))[0];
        var named = BesideResult.Recall(result.NamedOnes, one => one.TheirBest);
        return Check("both find what was written last by the very next search", result.FoundAtOnce)
            & Check("Locket has at least 95 of 100 right memories among the first ten, given the whole question", BesideResult.Recall(result.Asked, one => one.Ours) >= 0.95)
            & Check("server-memory has them, too, where it is given the full name: the comparison is not to its harm", named >= 0.95)
            ? 0
            : 1;
    }

    private static bool Check(string sentence, bool holds)
    {
        Console.WriteLine($"  {(holds ? "ok  " : "FAIL")} {sentence}");
        return holds;
    }
}
