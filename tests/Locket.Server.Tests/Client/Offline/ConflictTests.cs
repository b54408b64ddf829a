using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>What waited meets what others did meanwhile.</summary>
public sealed class ConflictTests : OfflineTest
{
    [Fact]
    public async Task A_revision_that_comes_too_late_is_in_the_history_and_on_the_list_and_not_current()
    {
        await using var client = Owner();
        var memory = (await client.RememberAsync(Space, "Paris", Cancelled)).Value!;
        await MeanwhileAsync(
            client,
            () => client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "mine", ExpectedVersion = 1 }, Cancelled),
            other => other.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "theirs", ExpectedVersion = 1 }, Cancelled));

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal(["theirs"], await AtTheServerAsync());
        Assert.Equal(["Paris", "theirs", "mine", "theirs"], (await client.HistoryAsync(Space, memory.Id, Cancelled))!.Versions.Select(version => version.Text));
        var conflict = Assert.Single(await client.ConflictsAsync(Cancelled));
        Assert.Equal(("revise", memory.Id, "mine"), (conflict.Operation, conflict.MemoryId, conflict.Text));
        Assert.Empty(await client.OutboxAsync(Cancelled));

        // Whoever wants it after all takes the last change back.
        Assert.True(await client.SettleConflictAsync(conflict.Key, Cancelled));
        Assert.Empty(await client.ConflictsAsync(Cancelled));
        Assert.Equal("mine", (await client.UndoAsync(Space, memory.Id, cancellationToken: Cancelled)).Value!.Text);
    }

    [Fact]
    public async Task Revisions_that_build_on_a_late_one_are_kept_beside_it()
    {
        await using var client = Owner();
        var memory = (await client.RememberAsync(Space, "Paris", Cancelled)).Value!;
        await MeanwhileAsync(
            client,
            async () =>
            {
                await client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "mine, one", ExpectedVersion = 1 }, Cancelled);
                await client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "mine, two", ExpectedVersion = 2 }, Cancelled);
            },
            other => other.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "theirs", ExpectedVersion = 1 }, Cancelled));

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal(["theirs"], await AtTheServerAsync());
        Assert.Equal(["mine, one", "mine, two"], (await client.ConflictsAsync(Cancelled)).Select(conflict => conflict.Text));
    }

    [Fact]
    public async Task What_others_changed_is_neither_forgotten_nor_undone_by_who_never_saw_it()
    {
        await using var client = Owner();
        var one = (await client.RememberAsync(Space, "one", Cancelled)).Value!;
        var two = (await client.RememberAsync(Space, "two", Cancelled)).Value!;
        await MeanwhileAsync(
            client,
            async () =>
            {
                await client.ForgetAsync(Space, one.Id, cancellationToken: Cancelled);
                await client.UndoAsync(Space, two.Id, cancellationToken: Cancelled);
            },
            async other =>
            {
                await other.ReviseAsync(Space, one.Id, new ReviseRequest { Text = "one, revised", ExpectedVersion = 1 }, Cancelled);
                await other.ReviseAsync(Space, two.Id, new ReviseRequest { Text = "two, revised", ExpectedVersion = 1 }, Cancelled);
            });

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal(["one, revised", "two, revised"], await AtTheServerAsync());
        Assert.Equal(["forget", "undo"], (await client.ConflictsAsync(Cancelled)).Select(conflict => conflict.Operation));
    }

    [Fact]
    public async Task What_should_take_the_place_of_something_that_is_over_is_remembered_beside_it()
    {
        await using var client = Owner();
        var old = (await client.RememberAsync(Space, "old", Cancelled)).Value!;
        await MeanwhileAsync(
            client,
            () => client.RememberAsync(Space, new RememberRequest { Text = "mine", Replaces = old.Id }, Cancelled),
            other => other.RememberAsync(Space, new RememberRequest { Text = "theirs", Replaces = old.Id }, Cancelled));

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal(["theirs", "mine"], await AtTheServerAsync());
        Assert.Equal(("remember", "mine"), Assert.Single((await client.ConflictsAsync(Cancelled)).Select(conflict => (conflict.Operation, conflict.Text!))));
    }

    [Fact]
    public async Task What_may_not_take_the_place_of_what_is_trusted_more_is_remembered_beside_it()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync();
        await using var client = Holder(relay.Address, token);
        await using var owner = Owner(options => options with { Offline = null });
        await client.RememberAsync("me", "seen", Cancelled);
        var known = (await owner.RememberAsync("me", "the user's", Cancelled)).Value!;
        await client.SyncAsync("me", Cancelled);
        var unseen = (await owner.RememberAsync("me", "the user's, too", Cancelled)).Value!;
        relay.AnswersToLose = 100;

        // What is known here is refused here; what is not, by the server.
        var refused = await Assert.ThrowsAsync<LocketRefusedException>(() => client.ForgetAsync("me", known.Id, cancellationToken: Cancelled));
        await client.RememberAsync("me", new RememberRequest { Text = "mine", Replaces = unseen.Id }, Cancelled);
        relay.AnswersToLose = 0;
        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal((403, "below_trust"), (refused.Status, refused.Code));
        Assert.Equal(["seen", "the user's", "the user's, too", "mine"], await AtTheServerAsync("me"));
        Assert.Equal(("remember", "mine"), Assert.Single((await client.ConflictsAsync(Cancelled)).Select(conflict => (conflict.Operation, conflict.Text!))));
    }

    [Fact]
    public async Task Forgetting_what_others_forgot_is_no_conflict()
    {
        await using var client = Owner();
        var memory = (await client.RememberAsync(Space, "one", Cancelled)).Value!;
        await MeanwhileAsync(
            client,
            () => client.ForgetAsync(Space, memory.Id, cancellationToken: Cancelled),
            other => other.ForgetAsync(Space, memory.Id, cancellationToken: Cancelled));

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Empty(await AtTheServerAsync());
        Assert.Empty(await client.ConflictsAsync(Cancelled));
    }

    [Fact]
    public async Task A_write_that_the_server_had_already_meets_no_conflict_with_itself()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync();
        await using var client = Holder(relay.Address, token);
        var memory = (await client.RememberAsync("me", "one", Cancelled)).Value!;
        var second = (await client.RememberAsync("me", "two", Cancelled)).Value!;

        relay.AnswersToLose = 100;
        Assert.Equal(WriteState.Queued, (await client.ReviseAsync("me", memory.Id, new ReviseRequest { Text = "revised", ExpectedVersion = 1 }, Cancelled)).State);
        relay.AnswersToLose = 0;
        Assert.True(await client.DrainAsync(Cancelled));
        relay.AnswersToLose = 100;
        Assert.Equal(WriteState.Queued, await client.ForgetAsync("me", second.Id, cancellationToken: Cancelled));
        relay.AnswersToLose = 0;
        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Empty(await client.ConflictsAsync(Cancelled));
        Assert.Equal(["revised"], await AtTheServerAsync("me"));
        Assert.Equal(2, (await client.HistoryAsync("me", memory.Id, Cancelled))!.Versions.Count);
        Assert.Equal(2, (await client.HistoryAsync("me", second.Id, Cancelled))!.Versions.Count);
    }

    // One writes while the server is away, and others are at it before what was written goes out.
    private async Task MeanwhileAsync(LocketClient client, Func<Task> mine, Func<LocketClient, Task> theirs)
    {
        await client.SyncAsync(Space, Cancelled);
        await LeaveAsync();
        await mine();
        await ReturnAsync();
        await using var other = Owner(options => options with { Offline = null });
        await theirs(other);
    }
}
