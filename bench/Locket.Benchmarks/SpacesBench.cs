namespace Locket.Benchmarks;

/// <summary>What a write and a recall cost as one space grows, and as the number of spaces grows.</summary>
internal static class SpacesBench
{
    private const int InSpace = 1_000;
    private const int ManySpaces = 1_000;
    private const int Importers = 4;
    private const int Rounds = 5;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Report report)
    {
        report.Line($"One client, whole requests over HTTP, {Rounds} interleaved rounds of {Length.TotalSeconds:0} s, medians; texts of about 130 characters, queries of three words.").Line("");
        report.Table("store", "write p50 ms", "write p95 ms", "recall p50 ms", "recall p95 ms");
        foreach (var size in Sizes)
        {
            await using var server = await FilledAsync(1, size);
            await MeasureAsync(server, 1);
            report.Row([$"1 space of {size:N0}", .. Cells(await RoundsAsync(server, 1))]);
        }

        await using var one = await FilledAsync(1, InSpace);
        await using var many = await FilledAsync(ManySpaces, InSpace);
        await TouchAsync(many);
        await MeasureAsync(one, 1);
        await MeasureAsync(many, ManySpaces);
        var (few, lots) = await InterleavedAsync(one, many);
        report.Row([$"1 space of {InSpace:N0}, beside the next", .. Cells(few)]).Row([$"{ManySpaces:N0} spaces of {InSpace:N0}", .. Cells(lots)]);
        report.Line("").Table($"{ManySpaces:N0} spaces against 1", "measured", "goal")
            .Goal("write p50", lots[0] / few[0], 1.2)
            .Goal("recall p50", lots[2] / few[2], 1.2);
    }

    private static async Task<(double[] Few, double[] Lots)> InterleavedAsync(ServerProcess one, ServerProcess many)
    {
        var few = new List<double[]>();
        var lots = new List<double[]>();
        for (var round = 0; round < Rounds; round++)
        {
            few.Add(await MeasureAsync(one, 1));
            lots.Add(await MeasureAsync(many, ManySpaces));
        }

        return (Medians(few), Medians(lots));
    }

    private static async Task<double[]> RoundsAsync(ServerProcess server, int spaces)
    {
        var rounds = new List<double[]>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await MeasureAsync(server, spaces));
        }

        return Medians(rounds);
    }

    private static async Task<double[]> MeasureAsync(ServerProcess server, int spaces)
    {
        var writes = await WriteLoad(server, spaces).RunAsync(1, Length);
        var recalls = await RecallLoad(server, spaces).RunAsync(1, Length);
        if (writes.Refused + recalls.Refused > 0)
        {
            throw new InvalidOperationException($"{writes.Refused} writes and {recalls.Refused} recalls were refused");
        }

        return [writes.Milliseconds(0.5), writes.Milliseconds(0.95), recalls.Milliseconds(0.5), recalls.Milliseconds(0.95)];
    }

    private static HttpLoad WriteLoad(ServerProcess server, int spaces) => new(
        server.EndPoint,
        (_, _) => Requests.Post($"/v1/spaces/space-{Numbers.Next() % spaces}/memories", server.Token, Requests.Remember(Numbers.Next())));

    private static HttpLoad RecallLoad(ServerProcess server, int spaces) => new(
        server.EndPoint,
        (_, _) =>
        {
            var number = Numbers.Next();
            var words = Requests.Text(number).Split(' ');
            return Requests.Post($"/v1/spaces/space-{number % spaces}/recall", server.Token, $$"""{"query":"{{words[2]}} {{words[3]}} {{words[4]}}"}""");
        });

    private static async Task<ServerProcess> FilledAsync(int spaces, int size)
    {
        var server = await ServerProcess.StartAsync(Self.Host("--group", "256", "--memories-per-space", "1000000"), Self.StartLimit);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}"), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        await Parallel.ForAsync(0, spaces, new ParallelOptions { MaxDegreeOfParallelism = Importers }, async (space, _) =>
        {
            using var lines = new StringContent(string.Join('\n', Enumerable.Range(0, size).Select(at => Requests.Remember((space * size) + at))));
            lines.Headers.ContentType = new("application/x-ndjson");
            using var answer = await http.PostAsync(new Uri($"/v1/spaces/space-{space}/import", UriKind.Relative), lines, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        });
        Numbers.StartAfter(spaces * size);

        return server;
    }

    // An index is loaded on first use; what is measured here is the cost after that.
    private static async Task TouchAsync(ServerProcess server)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        for (var space = 0; space < ManySpaces; space++)
        {
            using var query = new StringContent("""{"query":"river"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri($"/v1/spaces/space-{space}/recall", UriKind.Relative), query, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static double[] Medians(List<double[]> rounds) =>
        [.. Enumerable.Range(0, 4).Select(column => rounds.Select(round => round[column]).Order().ElementAt(rounds.Count / 2))];

    private static object[] Cells(double[] figures) => [.. figures.Select(figure => Report.Round(figure))];
}
