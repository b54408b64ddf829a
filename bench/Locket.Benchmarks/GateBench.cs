namespace Locket.Benchmarks;

/// <summary>What the whole gate costs: GET /v1/me with a token against a bare Kestrel route, by processor time a request.</summary>
internal static class GateBench
{
    private const int Clients = 16;
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Report report)
    {
        await using var locket = await ServerProcess.StartAsync(Self.Host("--group", "256"), Self.StartLimit);
        await using var bare = await ServerProcess.StartAsync(Self.Bare(), Self.StartLimit);
        var full = new HttpLoad(locket.EndPoint, (_, _) => Requests.Get("/v1/me", locket.Token));
        var route = new HttpLoad(bare.EndPoint, (_, _) => Requests.Get("/me", null));
        await full.RunAsync(Clients, WarmUp);
        await route.RunAsync(Clients, WarmUp);

        report.Line($"{Clients} clients, {WarmUp.TotalSeconds:0} s warm-up, {Rounds} interleaved rounds of {Length.TotalSeconds:0} s. Processor time of the server process, user and system.").Line("");
        report.Table("round", "bare µs/request", "Locket µs/request", "bare ÷ Locket", "refused");
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var (without, _) = await CostAsync(bare, route);
            var (with, refused) = await CostAsync(locket, full);
            ratios.Add(without / with);
            report.Row(round, Report.Round(without), Report.Round(with), Report.Round(without / with), refused);
        }

        ratios.Sort();
        report.Line("").Table("median", "measured", "gate", "goal").Gate("bare ÷ Locket", ratios[Rounds / 2], 0.7, 0.85);
    }

    private static async Task<(double Microseconds, int Refused)> CostAsync(ServerProcess server, HttpLoad load)
    {
        var before = server.ProcessorSeconds;
        var result = await load.RunAsync(Clients, Length);

        return ((server.ProcessorSeconds - before) * 1e6 / result.Requests, result.Refused);
    }
}
