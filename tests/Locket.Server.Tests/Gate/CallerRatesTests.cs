using System.Net;
using System.Text;
using Locket.Client;
using Locket.Server.Commands;
using Locket.Server.Peers;
using Locket.Server.Tests.Client;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Gate;

public class CallerRatesTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_named_token_that_writes_too_fast_waits_and_may_still_read()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 2, ReadsPerMinute = 60 }));

        var statuses = new List<HttpStatusCode> { await WriteAsync(client), await WriteAsync(client), await WriteAsync(client) };
        using var read = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(31));
        statuses.Add(await WriteAsync(client));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task The_wait_is_told()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { ReadsPerMinute = 1 }));
        using var first = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);

        using var second = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(60), second.Headers.RetryAfter?.Delta);
        Assert.Contains("rate_limited", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_token_does_not_use_up_anothers_share_and_the_owner_has_none_to_use_up()
    {
        await using var locket = await StartAsync();
        using var busy = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 1 }));
        using var other = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 1 }));
        using var owner = locket.Client();
        await WriteAsync(busy);
        await WriteAsync(busy);

        Assert.Equal(HttpStatusCode.OK, await WriteAsync(other));
        for (var write = 0; write < 50; write++)
        {
            Assert.Equal(HttpStatusCode.OK, await WriteAsync(owner));
        }
    }

    [Fact]
    public async Task A_recall_is_a_read_although_it_is_posted()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 1 }));
        for (var recall = 0; recall < 3; recall++)
        {
            using var body = new StringContent("""{"query":"tea"}""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/v1/spaces/me/recall", body, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/v1/memories/", """{"messages":[MANY],"user_id":"me"}""", """{"role":"user","content":"NUMBER"}""", "application/json")]
    [InlineData("/v1/spaces/me/import", "MANY", "{\"text\":\"NUMBER\"}\n", "application/x-ndjson")]
    public async Task A_request_that_writes_many_things_costs_as_many_writes(string path, string body, string part, string type)
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 10 }));
        var many = string.Join(type == "application/json" ? "," : "", Enumerable.Range(0, 30).Select(number => part.Replace("NUMBER", $"{number}", StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, path, body.Replace("MANY", many, StringComparison.Ordinal), type));
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(HttpStatusCode.TooManyRequests, await WriteAsync(client));
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(HttpStatusCode.OK, await WriteAsync(client));
    }

    [Fact]
    public async Task So_does_a_call_of_a_tool_and_a_deletion_of_all()
    {
        await using var locket = await StartAsync();
        var token = await locket.NewTokenAsync(request => request with { WritesPerMinute = 10 });
        await using var agent = await locket.AgentAsync(token, path: "/mcp?profile=server-memory");
        using var client = locket.Client(token);

        Assert.True((await agent.UseAsync("create_entities", ("entities", new[] { new { name = "Ada", entityType = "t", observations = Enumerable.Range(0, 19).Select(number => $"{number}") } }))).IsError is not true);
        var second = await agent.UseAsync("delete_entities", ("entityNames", new[] { "Ada" }));
        _clock.Advance(TimeSpan.FromMinutes(3));
        var third = await agent.UseAsync("delete_entities", ("entityNames", new[] { "Ada" }));

        Assert.StartsWith("this token may make 10 writes a minute: try again in 66 s", Agents.Text(second), StringComparison.Ordinal);
        Assert.True(third.IsError is not true, Agents.Text(third));
        Assert.Equal(HttpStatusCode.TooManyRequests, await WriteAsync(client));
    }

    [Fact]
    public async Task However_much_one_request_writes_the_token_waits_ten_minutes_at_most()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync(request => request with { WritesPerMinute = 2 }));
        var lines = string.Concat(Enumerable.Range(0, 300).Select(number => $"{{\"text\":\"{number}\"}}\n"));

        Assert.Equal(HttpStatusCode.OK, await PostAsync(client, "/v1/spaces/me/import", lines, "application/x-ndjson"));
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var refused = await client.PostAsync(TestRoutes.Swallow, body, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(631));

        Assert.Equal(TimeSpan.FromSeconds(630), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, await WriteAsync(client));
    }

    [Fact]
    public async Task An_import_by_a_named_token_waits_for_its_minutes_and_ends_whole()
    {
        await using var locket = await StartAsync();
        var token = await locket.NewTokenAsync(request => request with { WritesPerMinute = 50 });
        await using var client = await LocketClient.ConnectAsync(Environments.Empty with { Address = locket.Address, Token = token }, TestContext.Current.CancellationToken);
        var said = new List<string>();
        var target = new PatientTarget(new ServerTarget(client, "me"), said.Add, new JumpingClock(_clock));
        var stored = 0;

        for (var batch = 0; batch < 3; batch++)
        {
            using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(number => $"{{\"text\":\"{batch} {number}\"}}\n"))));
            stored += (await target.StoreAsync(lines, TestContext.Current.CancellationToken)).Imported;
        }

        var described = await target.DescribeAsync(new FoundEntity("x", "Ada", "person"), TestContext.Current.CancellationToken);

        Assert.Equal((300, true), (stored, described));
        Assert.Equal(3, said.Count);
        Assert.StartsWith("this token may make 50 writes a minute: going on in 6", said[0], StringComparison.Ordinal);
    }

    private Task<TestLocket> StartAsync() =>
        TestLocket.StartAsync(routes: TestRoutes.Map, services: services => services.AddSingleton<TimeProvider>(_clock));

    private static Task<HttpStatusCode> WriteAsync(HttpClient client) => PostAsync(client, TestRoutes.Swallow, "{}", "application/json");

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, string text, string type)
    {
        using var body = new StringContent(text, Encoding.UTF8, type);
        using var answer = await client.PostAsync(path, body, TestContext.Current.CancellationToken);

        return answer.StatusCode;
    }

    /// <summary>Whoever waits by this clock moves the other on instead, and waits no longer.</summary>
    private sealed class JumpingClock(FakeTimeProvider clock) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            clock.Advance(dueTime);

            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
