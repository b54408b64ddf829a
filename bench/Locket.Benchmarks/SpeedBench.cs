using System.Diagnostics;

namespace Locket.Benchmarks;

/// <summary>
/// What a question costs on one core, whole request over HTTP: in one large space, with ten thousand others beside it, and right after
/// a start, from a snapshot and without.
/// </summary>
internal static class SpeedBench
{
    private const int Rounds = 9;
    private const int Large = 100_000;
    private const int ManySpaces = 10_000;
    private const int InEach = 20;
    private const int Importers = 4;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongStart = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(Report report)
    {
        report.Line($"The server on one core, one client on the other. {Rounds} rounds of {Length.TotalSeconds:0} s, medians; texts of about 130 characters, half of the queries three words, a quarter a name of a month, a quarter one word misspelt.").Line("");
        report.Table("one space of", "recall p50 ms", "p95 ms", "p95 gate", "p95 goal");
        List<double> starts = [];
        foreach (var (size, gate, goal) in new[] { (10_000, 15.0, 10.0), (Large, 80.0, 50.0) })
        {
            await using var server = await FilledAsync(1, size);
            var rounds = new List<LoadResult>();
            await RecallAsync(server, 1);
            for (var round = 0; round < Rounds; round++)
            {
                rounds.Add(await RecallAsync(server, 1));
            }

            var (p50, p95) = (Median(rounds, 0.5), Median(rounds, 0.95));
            report.Row($"{size:N0}", Report.Round(p50), Report.Round(p95), $"≤ {gate:0} {(p95 <= gate ? "held" : "**missed**")}", $"≤ {goal:0} {(p95 <= goal ? "reached" : "not reached")}");
            starts = size == Large ? await StartsAsync(server) : starts;
        }

        report.Line("").Line($"The first question to a space of {Large:N0} after a start of the server, everything it takes: reading, unsealing, asking. Another space, an empty one, was asked before: the way of a request is compiled then, what reads a snapshot is not.").Line("");
        report.Table($"median of {Rounds} starts", "longest", "goal");
        report.Row($"{Report.Round(starts[Rounds / 2])} ms", $"{Report.Round(starts[^1])} ms", $"≤ 250 {(starts[Rounds / 2] <= 250 ? "reached" : "not reached")}");
        await OthersAsync(report);
    }

    private static async Task OthersAsync(Report report)
    {
        await using var one = await FilledAsync(1, InEach);
        await using var many = await FilledAsync(ManySpaces, InEach);
        await TouchAsync(many, ManySpaces);
        var (few, same, lots) = (new List<LoadResult>(), new List<LoadResult>(), new List<LoadResult>());
        await RecallAsync(one, 1);
        await RecallAsync(many, ManySpaces);
        for (var round = 0; round < Rounds; round++)
        {
            few.Add(await RecallAsync(one, 1));
            same.Add(await RecallAsync(many, 1));
            lots.Add(await RecallAsync(many, ManySpaces));
        }

        report.Line("").Line($"Spaces of {InEach} memories, rounds interleaved; every index in memory.").Line("");
        report.Table("asked", "recall p50 ms", "p95 ms", "p50 to the first", "goal");
        var alone = Median(few, 0.5);
        report.Row("the only space", Report.Round(alone), Report.Round(Median(few, 0.95)), "", "");
        foreach (var (what, rounds) in new[] { ($"one of {ManySpaces:N0}", same), ($"all of {ManySpaces:N0} in turn", lots) })
        {
            var ratio = Median(rounds, 0.5) / alone;
            report.Row(what, Report.Round(Median(rounds, 0.5)), Report.Round(Median(rounds, 0.95)), Report.Round(ratio), $"≤ 1.2 {(ratio <= 1.2 ? "reached" : "not reached")}");
        }
    }

    private static async Task<List<double>> StartsAsync(ServerProcess server)
    {
        await SnapshotAsync(server);
        var kept = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await server.RestartAsync(LongStart);
            await TouchOtherAsync(server);
            kept.Add(await FirstAsync(server));
        }

        kept.Sort();

        return kept;
    }

    // A snapshot is written behind the answer: it is there when the database holds one that is finished.
    private static async Task SnapshotAsync(ServerProcess server)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(server.Folder, "locket.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var finished = new Microsoft.Data.Sqlite.SqliteCommand("select count(*) from snapshots where salt is not null and sequence >= 100000", database);
        while ((long)finished.ExecuteScalar()! == 0)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<double> FirstAsync(ServerProcess server)
    {
        using var http = Client(server);
        var start = Stopwatch.GetTimestamp();
        await AskAsync(http, 0);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task TouchOtherAsync(ServerProcess server)
    {
        using var http = Client(server);
        await AskAsync(http, 1);
    }

    private static async Task TouchAsync(ServerProcess server, int spaces)
    {
        using var http = Client(server);
        for (var space = 0; space < spaces; space++)
        {
            await AskAsync(http, space);
        }
    }

    private static async Task AskAsync(HttpClient http, int space)
    {
        using var query = new StringContent("""{"query":"river"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/v1/spaces/space-{space}/recall", UriKind.Relative), query);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<LoadResult> RecallAsync(ServerProcess server, int spaces)
    {
        var load = new HttpLoad(server.EndPoint, (_, count) =>
        {
            var number = Numbers.Next();
            return Requests.Post($"/v1/spaces/space-{number % spaces}/recall", server.Token, $$"""{"query":"{{Question(number)}}"}""");
        });
        var result = await load.RunAsync(1, Length);

        return result.Refused == 0 ? result : throw new InvalidOperationException($"{result.Refused} recalls were refused");
    }

    private static string Question(int number)
    {
        var words = Requests.Text(number % 100_000).Split(' ');
        return (number % 4) switch
        {
            0 => $"{words[2]} {words[3]} in {(number % 2 == 0 ? "January" : "March")} 2025",
            1 => $"{words[2]} {words[3].Remove(2, 1)} {words[4]}",
            _ => $"{words[2]} {words[3]} {words[4]}",
        };
    }

    private static double Median(List<LoadResult> rounds, double quantile) =>
        rounds.Select(round => round.Milliseconds(quantile)).Order().ElementAt(rounds.Count / 2);

    private static async Task<ServerProcess> FilledAsync(int spaces, int size)
    {
        string[] command = ["taskset", "--cpu-list", "0", .. Self.Host("--group", "256", "--memories-per-space", "1000000")];
        var server = await ServerProcess.StartAsync(command, LongStart);
        using var http = Client(server);
        await Parallel.ForAsync(0, spaces, new ParallelOptions { MaxDegreeOfParallelism = Importers }, async (space, _) =>
        {
            using var lines = new StringContent(string.Join('\n', Enumerable.Range(0, size).Select(at => Line((space * size) + at))));
            lines.Headers.ContentType = new("application/x-ndjson");
            using var answer = await http.PostAsync(new Uri($"/v1/spaces/space-{space}/import", UriKind.Relative), lines, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        });
        Numbers.StartAfter(spaces * size);

        return server;
    }

    // Over two years, an hour apart and round again, in conversations of fifty.
    private static string Line(int number) =>
        $$"""{"text":"{{Requests.Text(number)}}","kind":"note","tags":["bench"],"session":"c{{number / 50}}","occurred_at":"{{new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number % 17_544):o}}"}""";

    private static HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}"), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        return http;
    }
}
