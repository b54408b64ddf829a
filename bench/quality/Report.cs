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

    /// <summary>Writes bench/results/quality.md.</summary>
    public void Save()
    {
        var head = new StringBuilder()
            .AppendLine("# What is found")
            .AppendLine()
            .AppendLine("* Command: `LOCKET=program dotnet run -c Release --project bench/quality -- all DIR…`")
            .AppendLine(CultureInfo.InvariantCulture, $"* Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, commit: {Git("rev-parse --short HEAD")}")
            .AppendLine(CultureInfo.InvariantCulture, $"* Machine: {Environment.ProcessorCount} cores, {Processor()}, .NET {Environment.Version}")
            .AppendLine("* All figures but counts in hundredths. What each set is: [bench/quality/sets](../quality/sets/README.md).")
            .AppendLine();
        var file = Path.Combine(Repository.Root, "bench", "results", "quality.md");
        File.WriteAllText(file, head.Append(_text).ToString());
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
