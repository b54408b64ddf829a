using System.Net;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Gate;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Gate;

public sealed class CallersAtOnceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_named_token_has_so_many_requests_under_way_and_no_more_until_one_has_ended()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync());
        using var first = new SlowRequest(client);
        using var second = new SlowRequest(client);
        await Task.WhenAll(first.IsUnderWay, second.IsUnderWay);

        using var refused = await AskAsync(client);
        var said = await refused.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        Assert.Contains("\"code\":\"rate_limited\"", said, StringComparison.Ordinal);
        Assert.Contains("this token may have 2 requests under way at once", said, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await first.EndAsync());
        using var again = await AskAsync(client);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await second.EndAsync());
    }

    [Fact]
    public async Task It_is_in_nobody_elses_way_and_the_owner_has_no_such_limit()
    {
        await using var locket = await StartAsync();
        using var client = locket.Client(await locket.NewTokenAsync());
        using var other = locket.Client(await locket.NewTokenAsync());
        using var owner = locket.Client();
        SlowRequest[] held = [new(client), new(client), new(owner), new(owner), new(owner)];
        await Task.WhenAll(held.Select(request => request.IsUnderWay));

        using var theirs = await AskAsync(other);
        using var owners = await AskAsync(owner);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (theirs.StatusCode, owners.StatusCode));
        foreach (var request in held)
        {
            Assert.Equal(HttpStatusCode.OK, await request.EndAsync());
            request.Dispose();
        }
    }

    [Fact]
    public async Task Places_that_are_taken_and_given_back_by_many_at_once_are_counted_and_none_is_kept()
    {
        await using var locket = await StartAsync();
        var atOnce = new CallersAtOnce(locket.Host.Services.GetRequiredService<LocketSettings>());
        var gate = locket.Host.Services.GetRequiredService<Gatekeeper>();
        var callers = new List<Caller>();
        for (var token = 0; token < 4; token++)
        {
            callers.Add((await gate.AdmitAsync(await locket.NewTokenAsync(), Cancelled))!);
        }

        var most = new int[callers.Count];
        Parallel.For(0, 200_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancelled }, request =>
        {
            var token = request % callers.Count;
            using var place = atOnce.Enter(callers[token]);
            if (place is not null)
            {
                Assert.InRange(Interlocked.Increment(ref most[token]), 1, 2);
                Interlocked.Decrement(ref most[token]);
            }
        });

        Assert.Equal(0, atOnce.Count);
        var held = atOnce.Enter(callers[0])!;
        held.Dispose();
        held.Dispose();
        Assert.Equal(0, atOnce.Count);
    }

    private static Task<TestLocket> StartAsync() => TestLocket.StartAsync(settings => settings with { RequestsAtOnce = 2 }, routes: TestRoutes.Map);

    private static Task<HttpResponseMessage> AskAsync(HttpClient client) => client.GetAsync(TestRoutes.WhoAmI, Cancelled);

    /// <summary>A request whose body comes when the test says so. The server asks for it once it has let the request in.</summary>
    private sealed class SlowRequest : HttpContent
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task<HttpResponseMessage> _answer;

        public SlowRequest(HttpClient client)
        {
            Headers.ContentType = new("application/json");
            var request = new HttpRequestMessage(HttpMethod.Post, TestRoutes.Swallow) { Content = this };
            request.Headers.ExpectContinue = true;
            _answer = client.SendAsync(request, Cancelled);
        }

        public Task IsUnderWay => _asked.Task.WaitAsync(Cancelled);

        public async Task<HttpStatusCode> EndAsync()
        {
            _end.SetResult();
            using var answer = await _answer;

            return answer.StatusCode;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _asked.SetResult();
            await _end.Task;
            await stream.WriteAsync("{}"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2;

            return true;
        }
    }
}
