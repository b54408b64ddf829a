using System.Globalization;
using Locket.Chaos.Runs;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Chaos.Writing;

/// <summary>
/// A program as others write it with the library: several conversations at once, each message after the one before was reported. It
/// says on its output what became of each, and in the end that nothing waits any more.
/// </summary>
internal static class Writer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(CommandLine line)
    {
        var schedule = Schedule.Of(line.Seed("seed"));
        var from = line.Get("from").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        await using var client = new LocketClient(Options(line));
        if (from.All(next => next == 0))
        {
            await IntroduceAsync(client);
        }

        await Task.WhenAll(from.Select((next, conversation) => Task.Run(() => TalkAsync(client, schedule, conversation, next))));
        await FinishAsync(client);

        return 0;
    }

    private static LocketClientOptions Options(CommandLine line) => new()
    {
        Address = new Uri(line.Get("address")),
        Pin = line.Get("pin"),
        DataDirectory = line.Get("data"),
        Offline = new OfflineOptions { Folder = Path.Combine(line.Get("local"), "client"), KeyFile = Path.Combine(line.Get("local"), "client.key") },
        Timeout = Patience,
        ClientName = "locket-chaos",
    };

    // Before a server has let it in once, a program is promised nothing, and rightly: then there would be nothing to hold it to.
    private static async Task IntroduceAsync(LocketClient client)
    {
        while (!await IsEmptyAsync(client))
        {
            await Task.Delay(Again);
        }
    }

    private static async Task TalkAsync(LocketClient client, Schedule schedule, int conversation, int next)
    {
        var dice = new Dice(schedule.Seed + (ulong)conversation);
        for (var number = next; number < schedule.Messages; number++)
        {
            var request = new RememberRequest
            {
                Text = Naming.Text(conversation, number),
                Session = Naming.Session(conversation),
                ExpiresAt = Naming.Expired,
                IdempotencyKey = schedule.HasOwnKeys ? Naming.Key(schedule.Seed, conversation, number) : null,
            };
            Say(await ReportAsync(client, request), conversation, number);
            await Task.Delay(dice.Roll(schedule.Pause + 1));
        }
    }

    private static async Task<string> ReportAsync(LocketClient client, RememberRequest request)
    {
        try
        {
            return (await client.RememberAsync(Naming.Space, request)).State switch
            {
                WriteState.Stored => "stored",
                _ => "queued",
            };
        }
        catch (LocketException refused)
        {
            return "refused:" + refused.GetType().Name;
        }
    }

    private static async Task FinishAsync(LocketClient client)
    {
        while (!await IsEmptyAsync(client))
        {
            await Task.Delay(Again);
        }

        Console.WriteLine("drained");
    }

    private static async Task<bool> IsEmptyAsync(LocketClient client)
    {
        try
        {
            var isSent = await client.DrainAsync();
            var waiting = await client.OutboxAsync();
            foreach (var parked in waiting.Where(entry => entry.IsParked))
            {
                await Console.Error.WriteLineAsync($"parked: {parked}");
            }

            return isSent && waiting.Count == 0;
        }
        catch (LocketException hindered)
        {
            await Console.Error.WriteLineAsync($"{hindered.GetType().Name}: {hindered.Message}");
            return false;
        }
    }

    // One write of the whole line, so that a kill leaves all of it or nothing.
    private static void Say(string word, int conversation, int number) =>
        Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{word} {conversation} {number}\n"));
}
