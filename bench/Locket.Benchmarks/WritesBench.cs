namespace Locket.Benchmarks;

/// <summary>Durable writes a second over HTTP, everything on; and the same server committing one by one, in the same run.</summary>
internal static class WritesBench
{
    private const int Spaces = 100;
    private const int Rounds = 3;
    private static readonly int[] Clients = [1, 16, 64];
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(Report report)
    {
        await using var grouped = await ServerProcess.StartAsync(Self.Host("--group", "256"), Self.StartLimit);
        await using var single = await ServerProcess.StartAsync(Self.Host("--group", "1"), Self.StartLimit);
        await LoadOf(grouped).RunAsync(16, WarmUp);
        await LoadOf(single).RunAsync(16, WarmUp);

        report.Line($"100 spaces, texts of about 130 characters, {Rounds} interleaved rounds of {Length.TotalSeconds:0} s; medians.").Line("");
        report.Table("clients", "grouped writes/s", "p50 ms", "p99 ms", "one by one writes/s", "p99 ms", "ratio", "refused");
        foreach (var clients in Clients)
        {
            var rounds = new List<(LoadResult Grouped, LoadResult Single)>();
            for (var round = 0; round < Rounds; round++)
            {
                rounds.Add((await LoadOf(grouped).RunAsync(clients, Length), await LoadOf(single).RunAsync(clients, Length)));
            }

            var together = Median(rounds.Select(round => round.Grouped.PerSecond));
            var alone = Median(rounds.Select(round => round.Single.PerSecond));
            var p99 = Median(rounds.Select(round => round.Grouped.Milliseconds(0.99)));
            report.Row(
                clients, Report.Round(together), Report.Round(Median(rounds.Select(round => round.Grouped.Milliseconds(0.5)))), Report.Round(p99),
                Report.Round(alone), Report.Round(Median(rounds.Select(round => round.Single.Milliseconds(0.99)))), Report.Round(together / alone),
                rounds.Sum(round => round.Grouped.Refused + round.Single.Refused));
            if (clients == Clients[^1])
            {
                report.Line("").Table("at 64 clients", "measured", "gate", "goal")
                    .Gate("durable writes a second", together, 3_000, 6_000)
                    .Gate("p99, ms", p99, 100, 50, atMost: true)
                    .Gate("grouped against one by one", together / alone, 2, 2.5);
            }
        }
    }

    private static HttpLoad LoadOf(ServerProcess server) => new(
        server.EndPoint,
        (client, count) =>
        {
            var number = Numbers.Next();
            return Requests.Post($"/v1/spaces/space-{number % Spaces}/memories", server.Token, Requests.Remember(number));
        });

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
