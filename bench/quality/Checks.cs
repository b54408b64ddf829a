using System.Globalization;

namespace Locket.Quality;

/// <summary>What must hold, printed in the form that the suites count.</summary>
internal sealed class Checks
{
    public bool Failed { get; private set; }

    public bool That(string sentence, bool holds)
    {
        Console.WriteLine($"  {(holds ? "ok  " : "FAIL")} {sentence}");
        Failed |= !holds;
        return holds;
    }

    /// <returns>How the figure stands to its gate, for a table.</returns>
    public string AtLeast(string what, double value, double gate)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{value:0.000}, at least {gate:0.000}");
        return That($"{what}: {numbers}", value >= gate) ? $"≥ {Report.Share(gate)} held" : $"≥ {Report.Share(gate)} **missed**";
    }

    public static void Skip(string sentence) => Console.WriteLine($"  skip {sentence}");
}
