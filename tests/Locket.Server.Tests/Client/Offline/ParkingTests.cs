using System.Net;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>What cannot go out is kept and shown, and nothing goes out as somebody else.</summary>
public sealed class ParkingTests : OfflineTest
{
    [Fact]
    public async Task A_401_or_403_never_falls_back_to_the_outbox()
    {
        var token = await Server.NewTokenAsync(request => request with { Spaces = [SpacePattern.Parse("mine")], DefaultSpace = SpaceName.Parse("mine") });
        await using var client = Holder(Server.Address, token);
        await client.RememberAsync("mine", "before", Cancelled);

        var forbidden = await Assert.ThrowsAsync<LocketRefusedException>(() => client.RememberAsync("theirs", "not mine", Cancelled));
        Assert.Equal(403, forbidden.Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<LocketRefusedException>(() => client.ListAsync("theirs", null, Cancelled))).Status);

        await Server.RevokeAsync(token);
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.RememberAsync("mine", "refused", Cancelled));
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.ListAsync("mine", null, Cancelled));
        Assert.Empty(await client.OutboxAsync(Cancelled));

        // Nor does it when the server goes away after it said no.
        await LeaveAsync();
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.RememberAsync("mine", "refused", Cancelled));
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.ListAsync("mine", null, Cancelled));
        Assert.Empty(await client.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task A_token_that_was_taken_back_meanwhile_parks_what_waits_and_drops_nothing()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync();
        await using var client = Holder(relay.Address, token);
        await client.RememberAsync("me", "before", Cancelled);
        relay.IsDown = true;
        await client.RememberAsync("me", "waits", Cancelled);
        await Server.RevokeAsync(token);
        relay.IsDown = false;

        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.DrainAsync(Cancelled));
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.RememberAsync("me", "error", Cancelled));

        Assert.Equal(["waits"], (await client.OutboxAsync(Cancelled)).Select(entry => entry.Text));
        Assert.Equal(["before"], await AtTheServerAsync("me"));
    }

    [Fact]
    public async Task A_program_that_is_started_anew_parks_what_waits_when_its_token_is_refused()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync();
        await using (var first = Holder(relay.Address, token))
        {
            await first.RememberAsync("me", "before", Cancelled);
            relay.IsDown = true;
            await first.RememberAsync("me", "waits", Cancelled);
        }

        await Server.RevokeAsync(token);
        relay.IsDown = false;
        await using (var second = Holder(relay.Address, token))
        {
            await Assert.ThrowsAsync<LocketUnauthorizedException>(() => second.ListAsync("me", null, Cancelled));
        }

        await using var third = Holder(relay.Address, token);
        var parked = Assert.Single(await third.OutboxAsync(Cancelled));
        Assert.Equal(("waits", true, "unauthorized"), (parked.Text, parked.IsParked, parked.Code));
        Assert.Contains("does not accept the token", parked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_rotated_meanwhile_lets_what_waits_out_again()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        await using var admin = Owner(options => options with { Offline = null });
        var made = await admin.CreateTokenAsync(new CreateTokenRequest { Name = "bot" }, Cancelled);
        await using (var before = Holder(relay.Address, made.Secret))
        {
            await before.RememberAsync("me", "before", Cancelled);
            relay.IsDown = true;
            await before.RememberAsync("me", "waits", Cancelled);
            relay.IsDown = false;
            made = await admin.RotateTokenAsync(made.Token.Id, Cancelled);
            await Assert.ThrowsAsync<LocketUnauthorizedException>(() => before.DrainAsync(Cancelled));
        }

        await using var after = Holder(relay.Address, made.Secret);
        Assert.True(await after.DrainAsync(Cancelled));
        Assert.Equal(["before", "waits"], await AtTheServerAsync("me"));
        Assert.Empty(await after.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task What_one_principal_wrote_never_goes_out_as_another()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var (first, second) = (await Server.NewTokenAsync(), await Server.NewTokenAsync());
        await using (var one = Holder(relay.Address, first))
        {
            await one.RememberAsync("me", "before", Cancelled);
            relay.IsDown = true;
            await one.RememberAsync("me", "as the first", Cancelled);
            relay.IsDown = false;
        }

        await using (var two = Holder(relay.Address, second))
        {
            Assert.True(await two.DrainAsync(Cancelled));
            Assert.Equal(["before"], await TextsAsync(two, "me"));
            var parked = Assert.Single(await two.OutboxAsync(Cancelled));
            Assert.Equal(("as the first", true, "other_identity"), (parked.Text, parked.IsParked, parked.Code));
            Assert.False(await two.RetryParkedAsync(parked.Key, Cancelled));
        }

        await using var again = Holder(relay.Address, first);
        Assert.True(await again.DrainAsync(Cancelled));
        Assert.Equal(["before", "as the first"], await AtTheServerAsync("me"));
    }

    [Fact]
    public async Task What_was_written_for_one_server_never_goes_to_another_at_the_same_address()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();
        await client.RememberAsync(Space, "for the first server", Cancelled);
        Directory.Delete(Data, recursive: true);
        await ReturnAsync();

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Empty(await AtTheServerAsync());
        Assert.Equal(["for the first server"], (await client.OutboxAsync(Cancelled)).Select(entry => entry.Text));
        Assert.Empty(await TextsAsync(client));
    }

    [Fact]
    public async Task A_write_that_the_server_refuses_for_good_is_parked_with_what_builds_on_it_and_the_rest_goes_out()
    {
        await using var client = Owner();
        await client.RememberAsync(Space, "before", Cancelled);
        await LeaveAsync();

        // The client does not know this one and lets the server decide.
        const string Unknown = "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9";
        await client.ReviseAsync(Space, Unknown, new ReviseRequest { Text = "of nothing", ExpectedVersion = 1 }, Cancelled);
        await client.ForgetAsync(Space, Unknown, cancellationToken: Cancelled);
        await client.RememberAsync(Space, "after", Cancelled);
        await ReturnAsync();

        Assert.True(await client.DrainAsync(Cancelled));

        Assert.Equal(["before", "after"], await AtTheServerAsync());
        var parked = await client.OutboxAsync(Cancelled);
        Assert.Equal([("revise", "not_found"), ("forget", "depends")], parked.Select(entry => (entry.Operation, entry.Code!)));
        Assert.All(parked, entry => Assert.NotNull(entry.Reason));

        await using (var other = Holder(Server.Address, await Server.NewTokenAsync()))
        {
            Assert.Equal(parked.Select(entry => (entry.Code, entry.Reason)), (await other.OutboxAsync(Cancelled)).Select(entry => (entry.Code, entry.Reason)));
        }

        Assert.True(await client.RetryParkedAsync(parked[0].Key, Cancelled));
        Assert.All(await client.OutboxAsync(Cancelled), entry => Assert.False(entry.IsParked));
        Assert.True(await client.DrainAsync(Cancelled));
        Assert.All(await client.OutboxAsync(Cancelled), entry => Assert.True(entry.IsParked));

        Assert.True(await client.DiscardParkedAsync(parked[0].Key, Cancelled));
        Assert.True(await client.DiscardParkedAsync(parked[1].Key, Cancelled));
        Assert.False(await client.DiscardParkedAsync(parked[1].Key, Cancelled));
        Assert.Empty(await client.OutboxAsync(Cancelled));
    }

    [Fact]
    public async Task An_erased_space_is_not_written_to_again_and_its_copy_is_gone()
    {
        await using var fake = await RecordingServer.StartAsync(ErasingAsync);
        await using var client = Holder(fake.Address, "t");
        await client.RememberAsync(Space, "before", Cancelled);
        _mode = Mode.Away;
        Assert.Equal(WriteState.Queued, (await client.RememberAsync(Space, "waits", Cancelled)).State);
        Assert.Equal(["before", "waits"], await TextsAsync(client));

        _mode = Mode.Erased;
        await client.DrainAsync(Cancelled);
        var parked = Assert.Single(await client.OutboxAsync(Cancelled));
        Assert.Equal(("waits", "gone"), (parked.Text, parked.Code));

        _mode = Mode.Away;
        await Assert.ThrowsAnyAsync<LocketException>(() => client.ListAsync(Space, null, Cancelled));
    }

    [Fact]
    public async Task A_grant_that_was_lost_takes_the_copy_with_it()
    {
        await using var fake = await RecordingServer.StartAsync(ErasingAsync);
        await using var client = Holder(fake.Address, "t");
        await client.RememberAsync(Space, "before", Cancelled);
        _mode = Mode.Away;
        await client.RememberAsync(Space, "waits", Cancelled);
        Assert.Equal($"{fake.Address} answered 503: away", client.AwayReason);

        _mode = Mode.Forbidden;
        await client.DrainAsync(Cancelled);
        Assert.Equal("forbidden", Assert.Single(await client.OutboxAsync(Cancelled)).Code);

        _mode = Mode.Away;
        await Assert.ThrowsAnyAsync<LocketException>(() => client.ListAsync(Space, null, Cancelled));
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_is_given_it()
    {
        var clock = new FakeTimeProvider();
        await using var fake = await RecordingServer.StartAsync(ErasingAsync);
        await using var client = Holder(fake.Address, "t", options => options with { TimeProvider = clock });
        await client.RememberAsync(Space, "before", Cancelled);
        _mode = Mode.Away;
        await client.RememberAsync(Space, "waits", Cancelled);

        _mode = Mode.Busy;
        Assert.False(await client.DrainAsync(Cancelled));
        var asked = Writes();
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await client.DrainAsync(Cancelled));
        Assert.Equal(asked, Writes());

        _mode = Mode.There;
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await client.DrainAsync(Cancelled));
        Assert.Empty(await client.OutboxAsync(Cancelled));

        int Writes() => fake.Requests.Count(request => request.Method == "POST");
    }

    private const string Life = "0123456789abcdef0123456789abcdef";
    private Mode _mode;

    private enum Mode
    {
        There,
        Away,
        Erased,
        Forbidden,
        Busy,
    }

    // A server that says what Locket says of a space that is there, is not reached, was erased, or is not granted any more.
    private Task ErasingAsync(HttpContext context, int number)
    {
        const string Me = """{"principal":"p","token":"tttttttttttt","scopes":["memory:read","memory:write"],"spaces":["*"],"default_space":"me","trust":"agent","server":"s"}""";
        const string Memory = """{"id":"0199c3a0d1f47cc1a5e0a4f3b2c1d0e9","kind":"note","text":"before","created_at":"2026-01-01T00:00:00Z","version":1,"status":"active"}""";
        const string Changes = $$$"""
            {"incarnation":"{{{Life}}}","head":1,"reset":false,"position":"{{{Life}}}.1.00000000000000000000000000000000","changes":[{"sequence":1,
            "id":"0199c3a0d1f47cc1a5e0a4f3b2c1d0e9","version":1,"at":"2026-01-01T00:00:00Z","change":"remembered",
            "actor":{"principal":"p","token":"tttttttttttt","trust":"agent"},"content":{"kind":"note","text":"before","origin":"user","trust":"agent"}}]}
            """;
        const string NoMore = $$"""{"incarnation":"{{Life}}","head":1,"reset":false,"position":"{{Life}}.1.00000000000000000000000000000000","changes":[]}""";
        var isMe = context.Request.Path == "/v1/me";
        var (status, body) = _mode switch
        {
            Mode.Away => (HttpStatusCode.ServiceUnavailable, """{"code":"unavailable","detail":"away"}"""),
            _ when isMe => (HttpStatusCode.OK, Me),
            Mode.Erased => (HttpStatusCode.Gone, """{"code":"gone","detail":"the space was erased"}"""),
            Mode.Forbidden => (HttpStatusCode.Forbidden, """{"code":"forbidden","detail":"this token does not cover that space"}"""),
            Mode.Busy when context.Request.Method == "POST" => (HttpStatusCode.TooManyRequests, """{"code":"quota_exceeded","detail":"slow down"}"""),
            _ when context.Request.Method == "GET" => (HttpStatusCode.OK, context.Request.Query.ContainsKey("position") ? NoMore : Changes),
            _ => (HttpStatusCode.Created, Memory),
        };
        if (status == HttpStatusCode.TooManyRequests)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";

        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
