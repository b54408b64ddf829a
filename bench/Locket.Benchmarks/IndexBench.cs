using System.Diagnostics;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Benchmarks;

/// <summary>What one space's index costs inside the process: to build, to hold, to ask, to keep and to load again.</summary>
internal static class IndexBench
{
    private const int Rounds = 9;
    private const int Queries = 400;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static Task RunAsync(Report report)
    {
        report.Line($"In one process, one thread; medians of {Rounds} rounds, {Queries} queries each. The same texts as `spaces`, in conversations of 50, one an hour.").Line("");
        report.Table("memories", "build µs each", "heap bytes each", "counted bytes each", "question p50 / p95 ms", "question of a month p50 / p95 ms", "snapshot bytes each", "write ms", "read ms");
        foreach (var size in (int[])[1_000, 10_000, 100_000])
        {
            var changes = Enumerable.Range(0, size).Select(Change).ToArray();
            Build(changes);
            var builds = Enumerable.Range(0, size > 10_000 ? 3 : Rounds).Select(_ => Time(() => Build(changes))).Order().ToList();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var index = Build(changes);
            var heap = GC.GetTotalMemory(forceFullCollection: true) - before;
            var blocks = Write(index);
            var writes = Enumerable.Range(0, Rounds).Select(_ => Time(() => Write(index))).Order().ToList();
            var parts = blocks.ConvertAll(block => block.ToArray());
            var reads = Enumerable.Range(0, Rounds).Select(_ => Time(() => SpaceIndex.Load(new SnapshotReader(parts)))).Order().ToList();
            report.Row(
                size.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
                Report.Round(builds[builds.Count / 2] * 1000 / size),
                heap / size,
                index.Bytes / size,
                Ask(index, number => string.Join(' ', Requests.Text(number).Split(' ')[2..5])),
                Ask(index, number => $"{Requests.Text(number).Split(' ')[2]} in {Start.AddHours(number).ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}"),
                parts.Sum(part => part.Length) / size,
                Report.Round(writes[Rounds / 2]),
                Report.Round(reads[Rounds / 2]));
            GC.KeepAlive(index);
        }

        return Task.CompletedTask;
    }

    private static string Ask(SpaceIndex index, Func<int, string> text)
    {
        var times = Enumerable.Range(0, Queries)
            .Select(at => new SearchQuery { Text = text(at * 7919 % index.Count), Now = Start.AddHours(index.Count) })
            .Select(query => Time(() => index.Search(query)))
            .Order()
            .ToList();

        return $"{Report.Round(times[Queries / 2])} / {Report.Round(times[Queries * 95 / 100])}";
    }

    private static SpaceIndex Build(Change[] changes)
    {
        var index = new SpaceIndex();
        Array.ForEach(changes, index.Apply);
        return index;
    }

    private static List<ReadOnlyMemory<byte>> Write(SpaceIndex index)
    {
        var writer = new SnapshotWriter(SnapshotSealer.PartLength);
        index.Save(writer);
        return writer.Blocks();
    }

    private static Change Change(int number) => new()
    {
        Sequence = number + 1,
        Id = new MemoryId(Guid.CreateVersion7(Start.AddSeconds(number))),
        Version = 1,
        At = Start.AddHours(number),
        Kind = ChangeKind.Remembered,
        Actor = new Actor(Actor.Owner, Actor.SessionTokenId, null, Trust.User),
        Content = new MemoryContent
        {
            Kind = "note",
            Text = Requests.Text(number),
            Tags = ["bench"],
            Session = $"conversation {number / 50}",
            Origin = Origin.User,
            Trust = Trust.User,
        },
    };

    private static double Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
