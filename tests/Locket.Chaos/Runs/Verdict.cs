using System.Globalization;
using Locket.Client;

namespace Locket.Chaos.Runs;

/// <summary>What the server has in the end, held against what the program was promised.</summary>
internal sealed record Verdict(int Promised, int Lost, int Doubled, int OutOfOrder, int Unreported)
{
    public bool IsGood => Lost == 0 && Doubled == 0 && OutOfOrder == 0;

    public static async Task<Verdict> OfAsync(LocketClient server, Schedule schedule, Ledger ledger)
    {
        var found = await ReadAsync(server);
        var (lost, doubled, outOfOrder, unreported) = (0, 0, 0, 0);
        for (var conversation = 0; conversation < schedule.Conversations; conversation++)
        {
            var numbers = found.GetValueOrDefault(Naming.Session(conversation)) ?? [];
            for (var number = 0; number < schedule.Messages; number++)
            {
                var times = numbers.Count(other => other == number);
                doubled += Math.Max(0, times - 1);
                lost += ledger.IsPromised(conversation, number) && times == 0 ? 1 : 0;
                unreported += !ledger.IsPromised(conversation, number) && times > 0 ? 1 : 0;
            }

            // What was refused or never reported has no place that it was promised.
            var promised = numbers.Where(number => ledger.IsPromised(conversation, number)).ToList();
            outOfOrder += promised.Zip(promised.Skip(1)).Count(two => two.First > two.Second);
        }

        return new(ledger.Promised, lost, doubled, outOfOrder, unreported);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Promised} promised, {Lost} lost, {Doubled} doubled, {OutOfOrder} out of order, {Unreported} there without a report");

    // An export has expired ones too, in the order in which the server took them.
    private static async Task<Dictionary<string, List<int>>> ReadAsync(LocketClient server)
    {
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        await foreach (var memory in server.ExportAsync(Naming.Space))
        {
            if (!found.TryGetValue(memory.Session ?? "", out var numbers))
            {
                found[memory.Session ?? ""] = numbers = [];
            }

            numbers.Add(Naming.NumberIn(memory.Text));
        }

        return found;
    }
}
