using System.Net;
using System.Text;
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

    private Task<TestLocket> StartAsync() =>
        TestLocket.StartAsync(routes: TestRoutes.Map, services: services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<HttpStatusCode> WriteAsync(HttpClient client)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(TestRoutes.Swallow, body, TestContext.Current.CancellationToken);

        return answer.StatusCode;
    }
}
