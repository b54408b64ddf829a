using System.Net;
using System.Text;
using System.Text.Json;
using Locket.Server.Diagnostics;
using Locket.Server.Settings;
using Locket.Server.Tests.Mcp;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Locket.Server.Tests.Diagnostics;

public class LogTests
{
    private const string Canary = "canary-7f3a91";

    [Fact]
    public async Task Neither_a_token_nor_what_was_said_is_ever_logged()
    {
        var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        var named = await locket.NewTokenAsync();
        using (var client = locket.Client(named))
        using (var guesser = locket.Client(Canary))
        using (var body = new StringContent($$"""{"text":"{{Canary}}"}""", Encoding.UTF8, "application/json"))
        using (var nonsense = new StringContent(Canary, Encoding.UTF8, "text/" + Canary))
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Canary);
            await client.GetAsync($"/{Canary}?q={Canary}", TestContext.Current.CancellationToken);
            await client.GetAsync($"{TestRoutes.Break}?text={Canary}", TestContext.Current.CancellationToken);
            await client.PostAsync(TestRoutes.Swallow, body, TestContext.Current.CancellationToken);
            await client.PostAsync(TestRoutes.Swallow, nonsense, TestContext.Current.CancellationToken);
            await guesser.GetAsync("/v1/status", TestContext.Current.CancellationToken);
            await client.SendAsync(new HttpRequestMessage(new HttpMethod(Canary), "/"), TestContext.Current.CancellationToken);
        }

        await SayOnEveryFaceAsync(locket, named);

        var sessionToken = locket.Token;
        await locket.DisposeAsync();
        var log = locket.Log.Text;

        Assert.NotEmpty(log);
        Assert.DoesNotContain(Canary, log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(sessionToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain(named[17..], log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_event_is_one_line_of_json_with_the_time_and_the_correlation_id()
    {
        var locket = await TestLocket.StartAsync(routes: TestRoutes.Map);
        string correlation;
        using (var client = locket.Client())
        using (var answer = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken))
        {
            correlation = answer.Headers.GetValues("X-Correlation-Id").Single();
        }

        await locket.DisposeAsync();
        var lines = locket.Log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("at").GetString()));
        var request = Assert.Single(lines, line => line.TryGetProperty("trace", out var trace) && trace.GetString() == correlation);
        Assert.Equal(("GET", TestRoutes.WhoAmI, 200, "session"), (request.GetProperty("method").GetString(), request.GetProperty("route").GetString(), request.GetProperty("status").GetInt32(), request.GetProperty("token").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_break_in_a_value_forges_no_line(bool isJson)
    {
        var format = isJson ? LogFormat.Json : LogFormat.Text;
        var log = new LogCapture();
        using (var provider = new LineLogging(format, TimeProvider.System, log))
        {
            provider.CreateLogger("test").Log(LogLevel.Information, new EventId(1, "Forged"), "first\nsecond\r\nthird\u2028\u001b[31m", null, (text, _) => text);
        }

        Assert.Single(log.Text.TrimEnd('\n').Split('\n', '\r', '\u2028'));
        Assert.DoesNotContain('\u001b', log.Text);
    }

    [Fact]
    public async Task A_log_that_nobody_reads_stops_no_request()
    {
        using var stalled = new StalledStream();
        await using var locket = await TestLocket.StartAsync(
            routes: TestRoutes.Map,
            services: services =>
            {
                services.RemoveAll<ILoggerProvider>();
                services.AddSingleton<ILoggerProvider>(_ => new LineLogging(LogFormat.Json, TimeProvider.System, stalled));
            });
        using var client = locket.Client();
        for (var request = 0; request < LogQueue.Capacity + 500; request++)
        {
            using var answer = await client.GetAsync(TestRoutes.WhoAmI, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
        }

        stalled.Release();
    }

    [Fact]
    public void What_was_dropped_is_counted_and_told()
    {
        using var stalled = new StalledStream();
        var counted = 0L;
        var queue = new LogQueue(stalled, count => Encoding.UTF8.GetBytes($"dropped {count}\n"), count => counted += count);
        for (var line = 0; line < LogQueue.Capacity + 100; line++)
        {
            queue.Add("line\n"u8.ToArray());
        }

        stalled.Release();
        queue.Dispose();
        var written = stalled.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var dropped = written.Where(line => line.StartsWith("dropped ", StringComparison.Ordinal)).Sum(line => int.Parse(line.AsSpan(8), null));

        Assert.Equal(LogQueue.Capacity + 100, dropped + written.Count(line => line == "line"));
        Assert.InRange(dropped, 99, 100);
        Assert.Equal(dropped, counted);
    }

    [Fact]
    public void A_log_whose_target_was_closed_under_it_ends_no_process()
    {
        var closed = new StalledStream();
        closed.Release();
        closed.Dispose();
        var queue = new LogQueue(closed, _ => []);
        queue.Add("line\n"u8.ToArray());

        // The thread is joined: what it throws would be out by now, and would take this process with it.
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => closed.Write("x"u8));
    }

    /// <summary>What is said has to be said in earnest: taken by every face, and refused by them too.</summary>
    private static async Task SayOnEveryFaceAsync(TestLocket locket, string token)
    {
        (string Path, string Body, HttpStatusCode Status)[] requests =
        [
            ("/v1/spaces/me/memories", $$"""{"text":"{{Canary}}","tags":["{{Canary}}"],"about":["{{Canary}}"],"idempotency_key":"{{Canary}}"}""", HttpStatusCode.Created),
            ("/v1/spaces/me/memories", $$"""{"text":"other","idempotency_key":"{{Canary}}"}""", HttpStatusCode.Conflict),
            ("/v1/spaces/me/memories", $$"""{"text":"{{Canary}}","{{Canary}}":1}""", HttpStatusCode.BadRequest),
            ("/v1/spaces/me/recall", $$"""{"query":"{{Canary}}"}""", HttpStatusCode.OK),
            ("/v1/spaces/me/context", $$"""{"query":"{{Canary}}"}""", HttpStatusCode.OK),
            ("/memories", """{"user_id":"me","information_type":"CANARY","information":"CANARY"}""".Replace("CANARY", Canary, StringComparison.Ordinal), HttpStatusCode.OK),
        ];
        using var client = locket.Client(token);
        foreach (var (path, body, status) in requests)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode}");
        }

        using var found = await client.GetAsync($"/memories/search?user_id=me&query={Canary}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        await using var agent = await locket.AgentAsync(token);
        await agent.RememberAsync($"{Canary} by an agent");
        await agent.AskAsync("recall", ("query", Canary));
        Assert.True((await agent.UseAsync("history", ("id", Canary))).IsError);
    }

    /// <summary>A pipe whose reader has stopped reading.</summary>
    private sealed class StalledStream : MemoryStream
    {
        private readonly ManualResetEventSlim _isRead = new();

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void Release() => _isRead.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _isRead.Wait();
            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _isRead.Wait();
            base.Write(buffer);
        }
    }
}
