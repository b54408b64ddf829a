using System.Text.Json.Nodes;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Tests.Client.Offline;

public sealed class OutboxTests : OfflineTest
{
    [Fact]
    public async Task What_is_written_while_the_server_is_away_is_queued_and_stored_once_when_it_is_back()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();

        var first = await client.RememberAsync(Space, "first", Cancelled);
        var second = await client.RememberAsync(Space, new RememberRequest { Text = "second", Kind = "place" }, Cancelled);
        Assert.Equal((WriteState.Queued, WriteState.Queued), (first.State, second.State));
        Assert.Equal(("second", "place", ItemState.Queued), (second.Value!.Text, second.Value.Kind, second.Value.State));
        Assert.Equal(["first", "second"], (await client.OutboxAsync(Cancelled)).Select(entry => entry.Text));

        await ReturnAsync();
        var third = await client.RememberAsync(Space, "third", Cancelled);

        Assert.Equal(WriteState.Stored, third.State);
        Assert.Equal(["before", "first", "second", "third"], await AtTheServerAsync());
        Assert.Equal("first", (await client.FindAsync(Space, first.Value!.Id, Cancelled))!.Text);
        Assert.Empty(await client.OutboxAsync(Cancelled));
        Assert.Empty(await client.ConflictsAsync(Cancelled));
    }

    [Fact]
    public async Task Every_operation_works_without_the_server_and_is_read_back_at_once()
    {
        await using var client = Owner();
        var known = (await client.RememberAsync(Space, new RememberRequest { Text = "Ada lives in Paris", About = ["Ada"] }, Cancelled)).Value!;
        var old = (await client.RememberAsync(Space, "old", Cancelled)).Value!;
        await LeaveAsync();

        var revised = await client.ReviseAsync(Space, known.Id, new ReviseRequest { Text = "Ada lives in Rome", ExpectedVersion = 1 }, Cancelled);
        var made = await client.RememberAsync(Space, "made offline", Cancelled);
        await client.ReviseAsync(Space, made.Value!.Id, new ReviseRequest { Text = "made and revised offline", ExpectedVersion = 1 }, Cancelled);
        Assert.Equal(WriteState.Queued, await client.ForgetAsync(Space, old.Id, cancellationToken: Cancelled));
        await client.ForgetAsync(Space, known.Id, cancellationToken: Cancelled);
        var undone = await client.UndoAsync(Space, known.Id, cancellationToken: Cancelled);
        await client.RelateAsync(Space, new RelateRequest { From = "Ada", Relation = "knows", To = "Bob" }, Cancelled);
        await client.DescribeAsync(Space, new DescribeRequest { Name = "Ada", Type = "person" }, Cancelled);

        Assert.Equal(("Ada lives in Rome", 2), (revised.Value!.Text, revised.Value.Version));
        Assert.Equal(("active", 4), (undone.Value!.Status, undone.Value.Version));
        string[] texts = ["Ada lives in Rome", "made and revised offline"];
        Assert.Equal(texts, await TextsAsync(client));
        Assert.Equal("person", (await client.EntitiesAsync(Space, cancellationToken: Cancelled)).Entities.Single(entity => entity.Name == "Ada").Type);
        Assert.Equal("knows", Assert.Single((await client.RelationsAsync(Space, cancellationToken: Cancelled)).Relations).Relation);
        Assert.Equal(["remembered", "revised", "forgotten", "restored"], (await client.HistoryAsync(Space, known.Id, Cancelled))!.Versions.Select(version => version.Change));

        await ReturnAsync();
        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Empty(await client.OutboxAsync(Cancelled));
        Assert.Empty(await client.ConflictsAsync(Cancelled));
        Assert.Equal(texts, await AtTheServerAsync());
        Assert.Equal(["remembered", "revised", "forgotten", "restored"], (await client.HistoryAsync(Space, known.Id, Cancelled))!.Versions.Select(version => version.Change));
        Assert.Equal("knows", Assert.Single((await client.RelationsAsync(Space, "Ada", cancellationToken: Cancelled)).Relations).Relation);
    }

    [Fact]
    public async Task The_operations_that_name_a_user_work_without_the_server()
    {
        await using var client = Owner();
        await client.RememberUserInfoAsync("user123", "preferences", "likes crypto", Cancelled);
        await client.RememberUserInfoAsync("user123", "city", "lives in Oslo", Cancelled);
        await LeaveAsync();

        var stored = await client.RememberUserInfoAsync("user123", "preferences", "likes tea", Cancelled);
        Assert.Equal(WriteState.Queued, stored.State);
        var found = await client.SearchUserMemoryAsync("user123", "likes", cancellationToken: Cancelled);
        Assert.Equal(2, found.Count);
        Assert.Equal(ItemState.Queued, found.Single(memory => memory.Id == stored.Value!.MemoryId).State);
        Assert.Equal(ItemState.Stale, found.Single(memory => memory.Information == "likes crypto").State);
        Assert.Equal(2, (await client.DeleteUserMemoriesAsync("user123", "preferences", Cancelled)).Value!.DeletedCount);
        Assert.Equal("lives in Oslo", Assert.Single(await client.GetUserMemoriesAsync("user123", cancellationToken: Cancelled)).Information);

        await ReturnAsync();
        Assert.True(await client.DrainAsync(Cancelled));
        Assert.Equal(["lives in Oslo"], await AtTheServerAsync("user123"));
    }

    [Fact]
    public async Task A_later_process_finds_the_copy_and_the_outbox_and_sends_what_waits()
    {
        await using (var first = Owner())
        {
            await first.RememberAsync(Space, "before", Cancelled);
            await LeaveAsync();
            await first.RememberAsync(Space, "queued", Cancelled);
        }

        await using var second = await LocketClient.ConnectAsync(
            new LocketClientOptions { DataDirectory = Data, Environment = _ => null, Offline = new OfflineOptions { Folder = Local } }, Cancelled);
        Assert.Equal(["before", "queued"], await TextsAsync(second));

        await ReturnAsync();
        Assert.Equal(["before", "queued"], await TextsAsync(second));
        Assert.Equal(["before", "queued"], await AtTheServerAsync());
    }

    [Fact]
    public async Task An_answer_that_got_lost_doubles_nothing()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync();
        await using var client = Holder(relay.Address, token);
        await client.RememberAsync("me", "before", Cancelled);

        // More often than the sender tries: the write is there, and the client cannot know. The server takes an equal text for the same
        // memory even without a key, but not for one that has run out.
        relay.AnswersToLose = 100;
        var lost = await client.RememberAsync("me", "once", Cancelled);
        var over = await client.RememberAsync("me", new RememberRequest { Text = "over", ExpiresAt = DateTimeOffset.UnixEpoch }, Cancelled);
        Assert.Equal((WriteState.Queued, WriteState.Queued), (lost.State, over.State));

        relay.AnswersToLose = 0;
        Assert.True(await client.DrainAsync(Cancelled));
        Assert.Equal(["before", "once"], await AtTheServerAsync("me"));
        Assert.Equal(lost.Value!.Id, (await client.ListAsync("me", null, Cancelled)).Memories[0].Id);
        Assert.Equal(["before", "once", "over"], await StoredAsync("me"));
    }

    // The changes of a space, and not what a list shows of it: what has run out is not listed.
    private async Task<IReadOnlyList<string?>> StoredAsync(string space)
    {
        using var server = Server.SocketClient();
        var answer = JsonNode.Parse(await server.GetStringAsync(new Uri($"/v1/spaces/{space}/changes", UriKind.Relative), Cancelled));

        return [.. answer!["changes"]!.AsArray().Select(change => (string?)change!["content"]?["text"])];
    }

    [Fact]
    public async Task The_same_key_is_queued_once_and_another_request_under_it_is_refused()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();
        var request = new RememberRequest { Text = "once", IdempotencyKey = "a-key" };

        await client.RememberAsync(Space, request, Cancelled);
        await client.RememberAsync(Space, request, Cancelled);
        var refused = await Assert.ThrowsAsync<LocketRefusedException>(() => client.RememberAsync(Space, request with { Text = "another" }, Cancelled));

        Assert.Equal((409, "idempotency_conflict"), (refused.Status, refused.Code));
        Assert.Single(await client.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task What_the_server_would_refuse_for_certain_is_refused_and_not_queued()
    {
        await using var client = Owner();
        var memory = (await client.RememberAsync(Space, "one", Cancelled)).Value!;
        await client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "two", ExpectedVersion = 1 }, Cancelled);
        await LeaveAsync();

        var empty = await Assert.ThrowsAsync<LocketRefusedException>(() => client.RememberAsync(Space, " ", Cancelled));
        var stale = await Assert.ThrowsAsync<LocketRefusedException>(
            () => client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "three", ExpectedVersion = 1 }, Cancelled));

        Assert.Equal((400, 409), (empty.Status, stale.Status));
        Assert.Empty(await client.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task A_memory_that_the_server_knows_under_another_id_is_found_under_both()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await using (var other = Owner(options => options with { Offline = null }))
        {
            await other.RememberAsync(Space, "the same", Cancelled);
            await LeaveAsync();
        }

        var queued = (await client.RememberAsync(Space, "the same", Cancelled)).Value!;
        await client.ReviseAsync(Space, queued.Id, new ReviseRequest { Text = "the same, revised", ExpectedVersion = 1 }, Cancelled);
        await ReturnAsync();

        Assert.True(await client.DrainAsync(Cancelled));
        Assert.Equal(["before", "the same, revised"], await AtTheServerAsync());
        var found = await client.FindAsync(Space, queued.Id, Cancelled);
        Assert.NotEqual(queued.Id, found!.Id);
        Assert.Equal("the same, revised", found.Text);
    }

    [Fact]
    public async Task What_is_not_kept_here_says_that_it_needs_the_server()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.TokensAsync(Cancelled));
        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.AuditAsync(cancellationToken: Cancelled));
        var refused = await Assert.ThrowsAsync<LocketUnreachableException>(() => client.BackupAsync("/nowhere/b.db", Cancelled));
        Assert.Contains("only the server", refused.Message, StringComparison.Ordinal);
    }
}
