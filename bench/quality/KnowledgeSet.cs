using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>
/// Small stores of facts that change. A fact takes the place of another in one of three ways: it replaces it, it revises it, or it is
/// simply said later. Facts are written in order of their dates; "as of" a date asks for the space as it stood after the facts up to then.
/// </summary>
internal sealed class KnowledgeSet(string file)
{
    private readonly List<IGrouping<string, JsonElement>> _stores = [.. Lines.Of(file).GroupBy(line => line.Text("store"))];

    public int Stores => _stores.Count;

    public int Facts => _stores.Sum(store => store.Count(IsFact));

    public async Task<IReadOnlyList<KnowledgeAnswer>> RunAsync(LocketClient client)
    {
        var answers = new List<KnowledgeAnswer>();
        foreach (var store in _stores)
        {
            answers.AddRange(await RunAsync(client, store.Key, [.. store.Where(IsFact)], [.. store.Where(line => !IsFact(line))]));
        }

        return answers;
    }

    private static bool IsFact(JsonElement line) => line.TextOrNull("text") is not null;

    private static async Task<IEnumerable<KnowledgeAnswer>> RunAsync(LocketClient client, string space, IReadOnlyList<JsonElement> facts, IReadOnlyList<JsonElement> questions)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new List<(DateTimeOffset At, DateTimeOffset Written)>();
        foreach (var fact in facts)
        {
            ids[fact.Text("id")] = await WriteAsync(client, space, fact, ids);
            kept.Add((fact.Time("at"), await AfterThisMillisecondAsync()));
        }

        var answers = new List<KnowledgeAnswer>();
        foreach (var question in questions)
        {
            var asOf = question.TimeOrNull("as_of");
            var request = new RecallRequest
            {
                Query = question.Text("query"),
                Limit = FolderSet.Depth,
                Now = asOf is null ? facts.Max(fact => fact.Time("at")) : null,
                AsOf = asOf is { } date ? kept.Last(item => item.At <= date).Written : null,
            };
            var answer = await client.RecallAsync(space, request);
            var right = facts.Single(fact => fact.Text("id") == question.Text("want"));
            answers.Add(new KnowledgeAnswer(
                $"{space}: {request.Query}",
                asOf is not null,
                WayOf(right),
                right.Text("text"),
                [.. Before(facts, right).Select(fact => fact.Text("text"))],
                [.. answer.Results.Select(hit => hit.Memory.Text!)]));
        }

        return answers;
    }

    private static async Task<string> WriteAsync(LocketClient client, string space, JsonElement fact, Dictionary<string, string> ids)
    {
        if (fact.TextOrNull("revises") is { } revised)
        {
            var old = await client.FindAsync(space, ids[revised]);
            var revision = new ReviseRequest { Text = fact.Text("text"), OccurredAt = fact.Time("at"), ExpectedVersion = old!.Version };
            return (await client.ReviseAsync(space, ids[revised], revision)).Value!.Id;
        }

        var written = await client.RememberAsync(space, new RememberRequest
        {
            Text = fact.Text("text"),
            OccurredAt = fact.Time("at"),
            Replaces = fact.TextOrNull("replaces") is { } replaced ? ids[replaced] : null,
        });
        return written.Value!.Id;
    }

    /// <summary>The server's log tells times to the millisecond; facts of different dates must not share one.</summary>
    /// <returns>A time after the last write and before the next.</returns>
    private static async Task<DateTimeOffset> AfterThisMillisecondAsync()
    {
        var written = TimeProvider.System.GetUtcNow();
        while (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() <= written.ToUnixTimeMilliseconds())
        {
            await Task.Yield();
        }

        return written;
    }

    /// <summary>Everything that the fact took the place of.</summary>
    private static IEnumerable<JsonElement> Before(IReadOnlyList<JsonElement> facts, JsonElement fact)
    {
        while ((fact.TextOrNull("replaces") ?? fact.TextOrNull("revises") ?? fact.TextOrNull("updates")) is { } id)
        {
            fact = facts.Single(other => other.Text("id") == id);
            yield return fact;
        }
    }

    private static string WayOf(JsonElement fact) =>
        fact.TextOrNull("replaces") is not null ? "replaces" : fact.TextOrNull("revises") is not null ? "revises" : fact.TextOrNull("updates") is not null ? "said later" : "unchanged";
}

/// <param name="Way">How the right fact came to be the right one.</param>
/// <param name="Stale">Texts that were right before.</param>
/// <param name="Found">Texts, best first.</param>
internal sealed record KnowledgeAnswer(string Question, bool IsAsOf, string Way, string Right, IReadOnlyList<string> Stale, IReadOnlyList<string> Found)
{
    public bool IsFirst => Found.Count > 0 && Found[0] == Right;

    /// <summary>Something that is no longer so stands above what is, or is found where that is not.</summary>
    public bool HasStaleAbove => Found.FirstOrDefault(text => text == Right || Stale.Contains(text)) is { } first && first != Right;
}
