using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Locket.Quality;

/// <summary>The tables, with what is needed to judge them: machine, date, commit.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();

    /// <summary>In hundredths, as such figures are usually read.</summary>
    public static string Share(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture);

    public Report Line(string text = "")
    {
        _text.AppendLine(text);
        Console.WriteLine(text);
        return this;
    }

    public Report Row(params object[] cells) => Line("| " + string.Join(" | ", cells.Select(Cell)) + " |");

    public Report Table(params string[] columns) => Row([.. columns]).Row([.. columns.Select(_ => "---")]);

    /// <summary>A picture that belongs to the tables, in SVG; null for none.</summary>
    public string? Drawing { get; set; }

    /// <summary>Writes bench/results/NAME.md, and NAME.svg beside it.</summary>
    public void Save(string name, string title, string command)
    {
        var head = new StringBuilder()
            .AppendLine($"# {title}")
            .AppendLine()
            .AppendLine($"* Command: `{command}`")
            .AppendLine(CultureInfo.InvariantCulture, $"* Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, commit: {Git("rev-parse --short HEAD")}")
            .AppendLine(CultureInfo.InvariantCulture, $"* Machine: {Environment.ProcessorCount} cores, {Processor()}, .NET {Environment.Version}")
            .AppendLine("* All figures but counts in hundredths. What each set is: [bench/quality/sets](../quality/sets/README.md).")
            .AppendLine();
        var file = Path.Combine(Repository.Root, "bench", "results", name + ".md");
        File.WriteAllText(file, head.Append(_text).ToString());
        if (Drawing is not null)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".svg"), Drawing);
        }

        Console.WriteLine($"written to {Path.GetRelativePath(Repository.Root, file)}");
    }

    private static string? Cell(object value) => value is double share ? Share(share) : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string Processor() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown processor";

    private static string Git(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, WorkingDirectory = Repository.Root })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
