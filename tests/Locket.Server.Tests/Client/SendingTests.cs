using System.Globalization;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Client;

public sealed class SendingTests
{
    private const string Memory = """
        {"id":"0199c3a0d1f47cc1a5e0a4f3b2c1d0e9","kind":"note","text":"t","created_at":"2025-01-01T00:00:00Z","version":1,"status":"active","from_tomorrow":{"a":1}}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_sent_again_under_the_same_key()
    {
        await using var server = await RecordingServer.StartAsync((context, number) => number == 1 ? Cut(context) : Say(context, 201, Memory));
        await using var client = Client(server);

        var written = await client.RememberAsync("me", "t", Cancelled);

        Assert.True(written.IsStored);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(written.IdempotencyKey, request.Key));
        Assert.True(Guid.ParseExact(written.IdempotencyKey, "N").Version == 7);
    }

    [Fact]
    public async Task A_connection_is_proven_once_and_before_anything_else_goes_over_it()
    {
        var before = -1;
        RecordingServer? seen = null;
        await using var server = await RecordingServer.StartAsync((context, number) =>
        {
            before = number == 1 ? seen!.Proofs : before;

            return Say(context, 200, Memory);
        });
        seen = server;
        await using var client = Client(server);

        for (var call = 0; call < 3; call++)
        {
            await client.FindAsync("me", "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9", Cancelled);
        }

        Assert.Equal((1, 1, 3), (before, server.Proofs, server.Requests.Count));
    }

    [Fact]
    public async Task The_number_of_attempts_is_bounded()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Cut(context));
        await using var client = Client(server);

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.RememberAsync("me", "t", Cancelled));

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_is_not_made_twice_by_a_lost_answer()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Cut(context));
        await using var client = Client(server);

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.CreateTokenAsync(new CreateTokenRequest { Name = "n" }, Cancelled));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_sent_again_from_its_beginning()
    {
        await using var server = await RecordingServer.StartAsync(
            (context, number) => number == 1 ? Cut(context) : Say(context, 200, """{"imported":1,"existing":0,"failed":0,"errors":[]}"""));
        await using var client = Client(server);
        using var lines = new MemoryStream("skipped{\"text\":\"a\"}\n"u8.ToArray()) { Position = 7 };

        Assert.Equal(1, (await client.ImportAsync("me", lines, Cancelled)).Imported);

        Assert.Equal(["{\"text\":\"a\"}\n", "{\"text\":\"a\"}\n"], server.Requests.Select(request => request.Body));
        Assert.True(lines.CanRead);
    }

    [Fact]
    public async Task A_redirect_is_never_followed()
    {
        await using var other = await RecordingServer.StartAsync((context, _) => Say(context, 200, Memory));
        await using var server = await RecordingServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = other.Address.ToString();

            return Task.CompletedTask;
        });
        await using var client = Client(server);

        var refused = await Assert.ThrowsAsync<LocketRefusedException>(() => client.RememberAsync("me", "t", Cancelled));

        Assert.Equal(("redirect", 307), (refused.Code, refused.Status));
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_refusal_carries_the_servers_own_words()
    {
        await using var server = await RecordingServer.StartAsync((context, _) =>
        {
            context.Response.Headers.RetryAfter = "7";

            return Say(context, 429, """{"title":"Too Many Requests","detail":"slow down","code":"quota_exceeded"}""");
        });
        await using var client = Client(server);

        var refused = await Assert.ThrowsAsync<LocketRefusedException>(() => client.RecallAsync("me", "q", Cancelled));

        Assert.Equal((429, "quota_exceeded", "slow down"), (refused.Status, refused.Code, refused.Message));
        Assert.Equal(TimeSpan.FromSeconds(7), refused.RetryAfter);
    }

    [Fact]
    public async Task What_a_newer_server_adds_does_no_harm()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Say(context, 200, Memory));
        await using var client = Client(server);

        Assert.Equal("t", (await client.FindAsync("me", "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9", Cancelled))?.Text);
    }

    [Theory]
    [InlineData("<html>a router</html>")]
    [InlineData("null")]
    [InlineData("[1]")]
    public async Task An_answer_of_somebody_else_is_not_taken_for_one(string body)
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Say(context, 200, body));
        await using var client = Client(server);

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.MeAsync(Cancelled));
        Assert.False(await client.HealthCheckAsync(Cancelled));
        Assert.False(await client.CheckConnectionAsync(Cancelled));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var client = new LocketClient(
            Environments.Empty with { Address = server.Address, Token = "t", Timeout = TimeSpan.FromMilliseconds(100) });

        var late = await Assert.ThrowsAsync<LocketUnreachableException>(() => client.MeAsync(Cancelled));

        Assert.Contains("0.1 seconds", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_went_dead_costs_one_attempt_and_not_the_call()
    {
        await using var server = await RecordingServer.StartAsync(
            (context, number) => number == 2 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Say(context, 201, Memory));
        await using var client = new LocketClient(
            Environments.Empty with { Address = server.Address, Token = "t", Timeout = TimeSpan.FromSeconds(3) });
        await client.RememberAsync("me", "first", Cancelled);

        var written = await client.RememberAsync("me", "second", Cancelled);

        Assert.Equal((3, 2), (server.Requests.Count, server.Proofs));
        Assert.All(server.Requests.Skip(1), request => Assert.Equal(written.IdempotencyKey, request.Key));
    }

    [Fact]
    public async Task A_call_that_must_not_be_repeated_has_the_whole_time_for_its_one_attempt()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var client = new LocketClient(
            Environments.Empty with { Address = server.Address, Token = "t", Timeout = TimeSpan.FromMilliseconds(300) });

        await Assert.ThrowsAsync<LocketUnreachableException>(() => client.CreateTokenAsync(new CreateTokenRequest { Name = "n" }, Cancelled));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_fails_again_and_again_is_left_alone_for_a_second()
    {
        var clock = new FakeTimeProvider();
        var isBroken = true;
        await using var server = await RecordingServer.StartAsync((context, _) => isBroken ? Cut(context) : Say(context, 201, Memory));
        await using var client = new LocketClient(Environments.Empty with { Address = server.Address, Token = "t", TimeProvider = clock });

        // Calls that are not repeated, so that nobody waits for the clock.
        for (var call = 0; call < 10; call++)
        {
            await Assert.ThrowsAsync<LocketUnreachableException>(() => client.CreateTokenAsync(new CreateTokenRequest { Name = "n" }, Cancelled));
        }

        var spared = await Assert.ThrowsAsync<LocketUnreachableException>(() => client.RememberAsync("me", "not sent", Cancelled));

        Assert.Contains("left alone", spared.Message, StringComparison.Ordinal);
        Assert.Equal(10, server.Requests.Count);

        isBroken = false;
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True((await client.RememberAsync("me", "sent", Cancelled)).IsStored);
    }

    [Fact]
    public async Task A_dead_server_is_not_healthy()
    {
        var server = await TestLocket.StartAsync();
        await using var client = new LocketClient(Environments.Empty with { Address = server.Address, Token = server.Token });
        Assert.True(await client.HealthCheckAsync(Cancelled));

        await server.DisposeAsync();

        Assert.False(await client.HealthCheckAsync(Cancelled));
        Assert.False(await client.CheckConnectionAsync(Cancelled));
    }

    [Fact]
    public async Task A_client_outlives_a_restart_of_its_server()
    {
        var folder = Directory.CreateTempSubdirectory("locket-").FullName;
        await using var client = new LocketClient(Environments.Empty with { DataDirectory = folder });
        await using (await TestLocket.StartAsync(data: folder))
        {
            await client.RememberUserInfoAsync("u", "note", "before", Cancelled);
        }

        await using (await TestLocket.StartAsync(data: folder))
        {
            Assert.Equal("before", Assert.Single(await client.GetUserMemoriesAsync("u", cancellationToken: Cancelled)).Information);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    public async Task An_invalid_token_makes_the_client_read_the_token_file_once_more_and_no_more_than_once(int status)
    {
        var folder = Directory.CreateTempSubdirectory("locket-").FullName;
        var file = Path.Combine(folder, "token");
        await using var server = await RecordingServer.StartAsync(
            (context, number) =>
            {
                File.WriteAllText(file, "token-" + number.ToString(CultureInfo.InvariantCulture));
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";

                return Say(context, status, "{}");
            },
            knows: ["token-0", "token-1"]);
        await File.WriteAllTextAsync(file, "token-0", Cancelled);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var client = new LocketClient(Environments.Empty with { Address = server.Address, TokenFile = file });
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => client.MeAsync(Cancelled));

        Assert.Equal(["Bearer token-0", "Bearer token-1"], server.Requests.Select(request => request.Authorization));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_before_it_is_sent()
    {
        await using var server = await RecordingServer.StartAsync((context, _) => Say(context, 200, Memory));
        await using var client = Client(server);

        await Assert.ThrowsAsync<ArgumentException>(() => client.RememberUserInfoAsync("\ud800", "note", "t", Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => client.RememberUserInfoAsync("u", "note", "t\udc00", Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetUserMemoriesAsync("\ud800", cancellationToken: Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => client.RememberAsync("me", "\ud800", Cancelled));

        Assert.Empty(server.Requests);
    }

    private static LocketClient Client(RecordingServer server) =>
        new(Environments.Empty with { Address = server.Address, Token = "t" });

    private static Task Cut(HttpContext context)
    {
        context.Abort();

        return Task.CompletedTask;
    }

    private static Task Say(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";

        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
