using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Locket.Benchmarks;

/// <summary>A result with what is needed to judge it: machine, date, commit, and how long the disk takes to sync.</summary>
internal sealed class Report(string name, string question)
{
    private readonly StringBuilder _text = new();

    public Report Line(string text)
    {
        _text.AppendLine(text);
        Console.WriteLine(text);
        return this;
    }

    public Report Row(params object[] cells) =>
        Line("| " + string.Join(" | ", cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))) + " |");

    public Report Table(params string[] columns) =>
        Row([.. columns]).Row([.. columns.Select(_ => "---")]);

    /// <summary>A measured figure against what it must be at least, or at most.</summary>
    public Report Gate(string what, double value, double gate, double goal, bool atMost = false)
    {
        bool Holds(double bound) => atMost ? value <= bound : value >= bound;
        var sign = atMost ? "≤" : "≥";

        return Row(what, Round(value), $"{sign} {Round(gate)} {(Holds(gate) ? "held" : "**missed**")}", $"{sign} {Round(goal)} {(Holds(goal) ? "reached" : "not reached")}");
    }

    /// <summary>A figure that has a goal and no gate: it must be at most so much to reach it.</summary>
    public Report Goal(string what, double value, double goal) =>
        Row(what, Round(value), $"≤ {Round(goal)} {(value <= goal ? "reached" : "not reached")}");

    public static string Round(double value) => value >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Writes bench/results/NAME.md.</summary>
    public void Save(TimeProvider clock)
    {
        var root = Run("git", "rev-parse --show-toplevel");
        var head = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# {question}")
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"* Command: `dotnet run -c Release --project bench/Locket.Benchmarks -- {name}`")
            .AppendLine(CultureInfo.InvariantCulture, $"* Date: {clock.GetUtcNow():yyyy-MM-dd}, commit: {Run("git", "rev-parse --short HEAD")}")
            .AppendLine(CultureInfo.InvariantCulture, $"* Machine: {Environment.ProcessorCount} cores, {Cpu()}, .NET {Environment.Version}")
            .AppendLine(CultureInfo.InvariantCulture, $"* Disk: one 4 KiB write and sync takes {DiskSync.MedianMilliseconds():0.00} ms (median of 200)")
            .AppendLine();
        var file = Path.Combine(root, "bench", "results", name + ".md");
        File.WriteAllText(file, head.Append(_text).ToString());
        Console.WriteLine($"written to {Path.GetRelativePath(root, file)}");
    }

    private static string Cpu() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor";

    private static string Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
