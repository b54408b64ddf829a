using Locket.Chaos.Squatting;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>An answer that is made here says why, and how much of the space it rests on.</summary>
public sealed class KnownHereTests : OfflineTest
{
    private const string Unknown = "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9";

    [Fact]
    public async Task A_space_of_which_only_waiting_writes_are_known_is_not_answered_for_as_a_whole()
    {
        await using var client = await AwayWithOneWriteAsync();

        var found = await client.RecallAsync("seen-elsewhere", "tide", Cancelled);
        Assert.Equal(CopyExtent.WaitingOnly, found.Stale!.Known);
        Assert.Equal("the tide comes in", Assert.Single(found.Results).Memory.Text);
        Assert.Equal(CopyExtent.WaitingOnly, (await client.ListAsync("seen-elsewhere", null, Cancelled)).Stale!.Known);
        Assert.Equal(CopyExtent.WaitingOnly, (await client.ContextAsync("seen-elsewhere", new ContextRequest(), Cancelled)).Stale!.Known);
        Assert.Equal(CopyExtent.WaitingOnly, (await client.EntitiesAsync("seen-elsewhere", cancellationToken: Cancelled)).Stale!.Known);
        Assert.Equal(CopyExtent.Whole, (await client.ListAsync(Space, null, Cancelled)).Stale!.Known);
    }

    [Fact]
    public async Task What_is_not_among_the_waiting_writes_is_not_called_absent()
    {
        await using var client = await AwayWithOneWriteAsync();

        Assert.Null(await client.FindAsync(Space, Unknown, Cancelled));
        Func<Task>[] questions =
        [
            () => client.FindAsync("seen-elsewhere", Unknown, Cancelled),
            () => client.HistoryAsync("seen-elsewhere", Unknown, Cancelled),
            () => client.SearchUserMemoryAsync("seen-elsewhere", "nothing of that", cancellationToken: Cancelled),
        ];
        foreach (var question in questions)
        {
            var refused = await Assert.ThrowsAsync<LocketUnreachableException>(question);
            Assert.Contains("only what waits for the server is known here", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(ItemState.Queued, Assert.Single(await client.SearchUserMemoryAsync("seen-elsewhere", "tide", cancellationToken: Cancelled)).State);
        Assert.Null((await client.DeleteUserMemoriesAsync("seen-elsewhere", cancellationToken: Cancelled)).Value);
    }

    [Fact]
    public async Task An_answer_from_here_names_the_address_that_was_tried_and_what_came_of_it()
    {
        await using var client = Holder(Server.Address, await Server.NewTokenAsync());
        var address = Server.Address;
        await client.RememberAsync("me", "before", Cancelled);
        await LeaveAsync();

        var listed = await client.ListAsync("me", null, Cancelled);
        Assert.Equal($"{address} cannot be reached: nobody listens there", listed.Stale!.Reason);
        Assert.Equal(listed.Stale.Reason, client.AwayReason);
    }

    [Fact]
    public async Task Somebody_else_on_the_port_is_named_as_the_reason()
    {
        await using var client = Holder(Server.Address, await Server.NewTokenAsync());
        var address = Server.Address;
        await client.RememberAsync("me", "before", Cancelled);
        await LeaveAsync();
        await using var stranger = Stranger.OnPort(
            (stream, _, cancelled) => stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancelled).AsTask(), port: address.Port);

        var listed = await client.ListAsync("me", null, Cancelled);
        Assert.StartsWith($"{address} cannot be reached", listed.Stale!.Reason, StringComparison.Ordinal);
        Assert.Contains("cannot prove to know the token", listed.Stale.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_back_takes_the_reason_away()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        Assert.Null(client.AwayReason);
        await LeaveAsync();
        await client.ListAsync(Space, null, Cancelled);
        Assert.Contains("cannot be reached: nobody listens there", client.AwayReason, StringComparison.Ordinal);

        await ReturnAsync();
        Assert.Null((await client.ListAsync(Space, null, Cancelled)).Stale);
        Assert.Null(client.AwayReason);
    }

    [Fact]
    public async Task A_token_that_is_wanting_is_asked_for_with_every_place_where_it_may_lie()
    {
        await using var remote = new LocketClient(new LocketClientOptions { Address = new Uri("https://memory.example"), Environment = _ => null, Offline = null });
        var none = await Assert.ThrowsAsync<LocketUnauthorizedException>(() => remote.MeAsync(Cancelled));
        await using var local = new LocketClient(new LocketClientOptions
        {
            Address = new Uri("http://127.0.0.1:1"),
            DataDirectory = Local,
            Environment = _ => null,
            Offline = null,
        });
        var absent = await Assert.ThrowsAsync<LocketUnreachableException>(() => local.MeAsync(Cancelled));

        Assert.Contains("https://memory.example/", none.Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:1/", absent.Message, StringComparison.Ordinal);
        foreach (var sentence in (string[])[none.Message, absent.Message])
        {
            Assert.All(
                (string[])["--token-file", "MCP_MEMORY_TOKEN_FILE", "MCP_MEMORY_TOKEN;", "locket token create"],
                place => Assert.Contains(place, sentence, StringComparison.Ordinal));
        }
    }

    private async Task<LocketClient> AwayWithOneWriteAsync()
    {
        await using (var other = Owner(options => options with { Offline = null }))
        {
            await other.RememberAsync("seen-elsewhere", "what another client wrote", Cancelled);
        }

        var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();
        Assert.Equal(WriteState.Queued, (await client.RememberAsync("seen-elsewhere", "the tide comes in", Cancelled)).State);

        return client;
    }
}
