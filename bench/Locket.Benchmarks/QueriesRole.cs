using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Locket.Benchmarks;

/// <summary>
/// Asks the shipped program what nobody would ask: each question is answered or refused in order, none hangs, and what was written is found
/// by the next one, also after the program was killed. Prints its checks as the suites count them.
/// </summary>
internal sealed class QueriesRole(ServerProcess server) : IDisposable
{
    private const int Memories = 2_000;
    private const int WrittenAndAsked = 50;
    private const int Askers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private HttpClient _http = Client(server);

    public static async Task<int> RunAsync(string program, int count)
    {
        await using var server = await ServerProcess.StartAsync([program, "serve", "--data", "{data}", "--port", "0"], Self.StartLimit);
        using var role = new QueriesRole(server);

        return await role.RunAsync(count) ? 0 : 1;
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> RunAsync(int count)
    {
        using (var lines = new StringContent(string.Join('\n', Enumerable.Range(0, Memories).Select(Line))))
        {
            lines.Headers.ContentType = new("application/x-ndjson");
            using var imported = await _http.PostAsync(Address("import"), lines);
            imported.EnsureSuccessStatusCode();
        }

        var good = await HostileAsync(count);
        good &= await WrittenIsFoundAsync();
        var before = await AnswersAsync();
        await server.RestartAsync(Self.StartLimit);
        _http.Dispose();
        _http = Client(server);

        return good
            & Check($"after a kill, {before.Count} questions have the same answers to the byte", (await AnswersAsync()).SequenceEqual(before))
            & await WrittenIsFoundAsync();
    }

    private async Task<bool> HostileAsync(int count)
    {
        var (times, statuses, next) = (new double[count], new int[count], -1);
        var refused = new string?[count];
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(async _ =>
        {
            for (var at = Interlocked.Increment(ref next); at < count; at = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                var (status, body) = await AskAsync(Hostile.Json(Hostile.Question(at)));
                (times[at], statuses[at]) = (Stopwatch.GetElapsedTime(start).TotalMilliseconds, (int)status);
                refused[at] = status is HttpStatusCode.OK or HttpStatusCode.BadRequest ? null : $"{(int)status} at question {at}: {body}";
            }
        }));
        Array.Sort(times);
        Console.WriteLine($"p50 {Report.Round(times[count / 2])}, p99 {Report.Round(times[count * 99 / 100])}, longest {Report.Round(times[^1])} ms; {statuses.Count(status => status == 200)} answered, {statuses.Count(status => status == 400)} refused as no question");
        foreach (var error in refused.OfType<string>().Take(5))
        {
            Console.WriteLine(error);
        }

        return Check($"{count:N0} questions: each is answered, or refused with 400, within {Patience.TotalSeconds:0} s", refused.All(error => error is null))
            & Check("at least three in four of them are answered", statuses.Count(status => status == 200) * 4 >= count * 3);
    }

    private async Task<bool> WrittenIsFoundAsync()
    {
        var found = 0;
        for (var at = 0; at < WrittenAndAsked; at++)
        {
            var word = $"mark{Guid.CreateVersion7():n}";
            using var body = new StringContent($$"""{"text":"The {{word}} stands here","kind":"note"}""", Encoding.UTF8, "application/json");
            using var written = await _http.PostAsync(Address("memories"), body);
            written.EnsureSuccessStatusCode();
            found += (await AskAsync($"\"{word}\"")).Body.Contains(word, StringComparison.Ordinal) ? 1 : 0;
        }

        return Check($"{WrittenAndAsked} writes: each is found by the very next question", found == WrittenAndAsked);
    }

    private async Task<List<string>> AnswersAsync()
    {
        const int Asked = 40;
        var answers = new List<string>(Asked);
        for (var at = 0; at < Asked; at++)
        {
            // The cursor of the next page is sealed anew each time; everything else must be the same.
            using var answer = JsonDocument.Parse((await AskAsync(Hostile.Json(Hostile.Question((at * 8) + 5)))).Body);
            answers.Add(string.Join('\n', answer.RootElement.EnumerateObject().Where(member => member.Name != "next").Select(member => member.ToString())));
        }

        return answers;
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string question)
    {
        using var body = new StringContent($$"""{"query":{{question}},"explain":true}""", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await _http.PostAsync(Address("recall"), body);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (TaskCanceledException)
        {
            return (HttpStatusCode.RequestTimeout, "no answer");
        }
    }

    private static string Line(int number) => number % 5 == 0
        ? $$"""{"text":{{Hostile.Json(Hostile.Question((number * 8) + 7) + " entry")}},"kind":"note","author":"ada"}"""
        : Requests.Remember(number);

    private static Uri Address(string path) => new($"/v1/spaces/work/{path}", UriKind.Relative);

    private static HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{server.EndPoint}"), Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        return http;
    }

    private static bool Check(string sentence, bool holds)
    {
        Console.WriteLine($"  {(holds ? "ok  " : "FAIL")} {sentence}");
        return holds;
    }
}
