using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Locket.Chaos.Runs;

/// <summary>Runs of consecutive seeds, several at once, and one sentence about each thing that must hold in all of them.</summary>
internal static class ManyRuns
{
    private const string FullDisk = "refused:LocketDiskException";

    public static async Task<int> RunAsync(CommandLine line)
    {
        var checks = new Checks();
        var (program, folder) = (line.Word(1), line.Word(2));
        var (runs, first) = (line.Number("runs", 100), line.Seed("seed"));
        var options = new RunOptions(program, folder, Certificate.Make(folder), await SmallDisk.CanMountAsync(folder));
        Console.WriteLine($"  seeds {first} to {first + (ulong)runs - 1}; one alone: --runs 1 --seed N");
        var begun = Stopwatch.GetTimestamp();
        var outcomes = new ConcurrentBag<RunOutcome>();
        await Parallel.ForAsync(
            0, runs, new ParallelOptions { MaxDegreeOfParallelism = line.Number("parallel", 3) },
            async (at, _) => outcomes.Add(await ChaosRun.RunAsync(first + (ulong)at, options)));
        var all = outcomes.OrderBy(outcome => outcome.Schedule.Seed).ToList();
        foreach (var bad in all.Where(outcome => outcome.Complaint is not null))
        {
            Console.WriteLine($"  {bad.Schedule}\n  {bad.Complaint}");
        }

        var (doubled, cut) = await CarelessClient.RunAsync(options);
        Judge(checks, all, options.CanFillDisks);
        checks.That(doubled > 0, $"control: without keys {doubled} of {cut} writes whose answer was cut are there twice", "the runs have shown nothing");
        checks.That(
            all.All(outcome => Schedule.Of(outcome.Schedule.Seed).ToString() == outcome.Schedule.ToString()), "each schedule is drawn again alike from its seed");
        if (line.Find("report") is { } report)
        {
            await File.WriteAllTextAsync(report, Report(all, first, doubled, cut, Stopwatch.GetElapsedTime(begun)));
        }

        return checks.ExitCode;
    }

    private static void Judge(Checks checks, List<RunOutcome> all, bool canFillDisks)
    {
        var verdicts = all.Select(outcome => outcome.Verdict).OfType<Verdict>().ToList();
        checks.That(verdicts.Count == all.Count, $"{verdicts.Count} of {all.Count} runs came to their end with nothing waiting");
        checks.That(all.All(outcome => outcome.Verdict is null or { Promised: > 0 }), "every run was promised something", "what promises nothing cannot lose it");
        checks.That(verdicts.Sum(verdict => verdict.Lost) == 0, $"of {verdicts.Sum(verdict => verdict.Promised)} writes reported stored or queued {verdicts.Sum(verdict => verdict.Lost)} are lost");
        checks.That(verdicts.Sum(verdict => verdict.Doubled) == 0, $"{verdicts.Sum(verdict => verdict.Doubled)} are there twice");
        checks.That(verdicts.Sum(verdict => verdict.OutOfOrder) == 0, $"{verdicts.Sum(verdict => verdict.OutOfOrder)} stand before one that was said earlier in their conversation");
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var times = all.Sum(outcome => outcome.Fell.GetValueOrDefault(kind));
            if (kind == FaultKind.DiskFull && !canFillDisks)
            {
                Checks.Skip($"{kind}: no disk can be mounted here");
                continue;
            }

            checks.That(times > 0 || all.Count < 20, $"{kind} fell {times} times while the program was at work");
        }

        checks.That(all.Sum(outcome => outcome.AnswersCut) > 0 || all.Count < 20, $"{all.Sum(outcome => outcome.AnswersCut)} answers were cut on their way back");
        var refused = Counts(all).Where(count => count.Key is not ("stored" or "queued" or FullDisk)).ToList();
        checks.That(refused.Count == 0, "nothing was refused but what the full disk did not take", string.Join(", ", refused));
        checks.That(
            all.All(outcome => !outcome.Counts.ContainsKey(FullDisk) || outcome.Fell.ContainsKey(FaultKind.DiskFull)), "and that only where a disk was full");
        Console.WriteLine($"  reports: {string.Join(", ", Counts(all).Select(count => $"{count.Value} {count.Key}"))}");
    }

    private static SortedDictionary<string, int> Counts(List<RunOutcome> all)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (word, times) in all.SelectMany(outcome => outcome.Counts))
        {
            counts[word] = counts.GetValueOrDefault(word) + times;
        }

        return counts;
    }

    private static string Report(List<RunOutcome> all, ulong first, int doubled, int cut, TimeSpan took)
    {
        var verdicts = all.Select(outcome => outcome.Verdict).OfType<Verdict>().ToList();
        var rows = new List<string>
        {
            "| what | |",
            "|---|---|",
            $"| runs | {all.Count}, seeds {first} to {first + (ulong)all.Count - 1} |",
            $"| runs that came to their end | {verdicts.Count} |",
            $"| writes reported stored or queued | {verdicts.Sum(verdict => verdict.Promised)} |",
            $"| lost | {verdicts.Sum(verdict => verdict.Lost)} |",
            $"| doubled | {verdicts.Sum(verdict => verdict.Doubled)} |",
            $"| out of order in their conversation | {verdicts.Sum(verdict => verdict.OutOfOrder)} |",
            $"| answers cut on their way back | {all.Sum(outcome => outcome.AnswersCut)} |",
            $"| control without keys | {doubled} of {cut} writes whose answer was cut are there twice |",
            $"| time | {took.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture)} minutes |",
        };
        rows.AddRange(Enum.GetValues<FaultKind>().Select(kind => $"| faults that fell while the program was at work: {kind} | {all.Sum(outcome => outcome.Fell.GetValueOrDefault(kind))} |"));
        rows.AddRange(Counts(all).Select(count => $"| reports: {count.Key} | {count.Value} |"));

        return string.Join('\n', rows) + "\n";
    }
}
