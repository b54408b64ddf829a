using CsCheck;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>
/// Any sequence of writes over a way to the server that comes and goes, or loses answers, ends where the same writes without any trouble
/// end; and all the while this client reads back what it has written.
/// </summary>
public sealed class OutboxModelTests : OfflineTest
{
    private const int Histories = 25;
    private const int Longest = 24;
    private int _spaces;

    private enum Deed
    {
        Remember,
        Revise,
        Forget,
        Undo,
        Replace,
        Leave,
        Return,
        LoseAnswers,
        Reopen,
    }

    [Fact]
    public async Task Any_writes_over_any_way_are_there_once_and_in_order()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync(request => request with { Spaces = [Engine.Security.SpacePattern.Everything] });
        var deeds = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1000]).Array[1, Longest];

        await deeds.SampleAsync(
            async sequence =>
            {
                var told = new Told();
                var space = $"space-{Interlocked.Increment(ref _spaces)}";
                (relay.IsDown, relay.AnswersToLose) = (false, 0);
                var client = Holder(relay.Address, token);
                try
                {
                    await client.RememberAsync(space, told.Remember(), Cancelled);
                    foreach (var (deed, choice) in sequence)
                    {
                        client = await DoAsync((Deed)deed, choice, client, space, told, relay, token);
                        Assert.Equal(told.Active, await TextsAsync(client, space));
                    }

                    (relay.IsDown, relay.AnswersToLose) = (false, 0);
                    Assert.True(await client.DrainAsync(Cancelled));
                    Assert.Empty(await client.OutboxAsync(Cancelled));
                    Assert.Empty(await client.ConflictsAsync(Cancelled));
                }
                finally
                {
                    await client.DisposeAsync();
                }

                Assert.Equal(told.Active, await AtTheServerAsync(space));
                await using var plain = Owner(options => options with { Offline = null });
                foreach (var memory in told.Memories)
                {
                    Assert.Equal(memory.States.Count, (await plain.HistoryAsync(space, memory.Id, Cancelled))!.Versions.Count);
                }
            },
            iter: Histories,
            threads: 1);
    }

    private async Task<LocketClient> DoAsync(Deed deed, int choice, LocketClient client, string space, Told told, Relay relay, string token)
    {
        var active = told.Memories.Where(memory => memory.IsActive).ToList();
        var chosen = active.Count == 0 ? null : active[choice % active.Count];
        switch (deed)
        {
            case Deed.Remember:
                await client.RememberAsync(space, told.Remember(), Cancelled);
                break;
            case Deed.Revise when chosen is not null:
                var request = new ReviseRequest { Text = told.Next(), ExpectedVersion = chosen.States.Count };
                await client.ReviseAsync(space, chosen.Id, request, Cancelled);
                chosen.States.Add((request.Text, true));
                break;
            case Deed.Forget when chosen is not null:
                await client.ForgetAsync(space, chosen.Id, cancellationToken: Cancelled);
                chosen.States.Add((chosen.States[^1].Text, false));
                break;
            case Deed.Undo:
                var any = told.Memories[choice % told.Memories.Count];
                await client.UndoAsync(space, any.Id, cancellationToken: Cancelled);
                any.Undo();
                break;
            case Deed.Replace when chosen is not null:
                await client.RememberAsync(space, told.Remember() with { Replaces = chosen.Id }, Cancelled);
                chosen.States.Add((chosen.States[^1].Text, false));
                break;
            case Deed.Leave:
                relay.IsDown = true;
                break;
            case Deed.Return:
                relay.IsDown = false;
                break;
            case Deed.LoseAnswers:
                relay.AnswersToLose = choice % 12;
                break;
            case Deed.Reopen:
                await client.DisposeAsync();
                return Holder(relay.Address, token);
            default:
                break;
        }

        return client;
    }

    /// <summary>What was done, by the simplest rules.</summary>
    private sealed class Told
    {
        private int _number;

        public List<One> Memories { get; } = [];

        public IEnumerable<string> Active => Memories.Where(memory => memory.IsActive).Select(memory => memory.States[^1].Text);

        public string Next() => $"text {++_number}";

        // The key is the memory's id, so that the model knows it before the server does.
        public RememberRequest Remember()
        {
            var (id, text) = (Guid.CreateVersion7().ToString("n"), Next());
            Memories.Add(new One(id, [(text, true)]));

            return new RememberRequest { Text = text, IdempotencyKey = id };
        }
    }

    private sealed record One(string Id, List<(string Text, bool IsActive)> States)
    {
        public bool IsActive => States[^1].IsActive;

        public void Undo() => States.Add(States.Count == 1 ? (States[0].Text, false) : States[^2]);
    }
}
