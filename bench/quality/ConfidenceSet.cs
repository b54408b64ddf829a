using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>Questions with an answer, each in the space of its memories, and the same questions where nothing answers them.</summary>
internal sealed class ConfidenceSet(string sets)
{
    private const int Depth = 10;
    private const string Strange = "strange";

    public async Task<IReadOnlyList<Judged>> RunAsync(LocketClient client)
    {
        var judged = new List<Judged>();
        var typos = Read("typos.jsonl");
        var english = Read(Path.Combine("languages", "en.jsonl"));
        await WriteAsync(client, "c typos", typos);
        judged.AddRange(await AskAsync(client, "c typos", typos, "query", isThere: true));
        judged.AddRange(await AskAsync(client, "c typos", typos, "typo", isThere: true));
        judged.AddRange(await AskAsync(client, "c typos", english, "query", isThere: false));
        foreach (var file in Directory.GetFiles(Path.Combine(sets, "languages"), "*.jsonl").Order(StringComparer.Ordinal))
        {
            var space = $"c {Path.GetFileNameWithoutExtension(file)}";
            var lines = Read(file);
            await WriteAsync(client, space, lines);
            judged.AddRange(await AskAsync(client, space, lines, "query", isThere: true));
        }

        judged.AddRange(await AskAsync(client, "c en", typos, "query", isThere: false));
        await KnowledgeAsync(client, judged);
        return judged;
    }

    /// <summary>Questions for a number, and the same for another that nothing remembered has: apart from the others, for they are all alike.</summary>
    public async Task<IReadOnlyList<Judged>> NumbersAsync(LocketClient client)
    {
        var numbers = Read("numbers.jsonl");
        await WriteAsync(client, "c numbers", numbers);
        return
        [
            .. await AskAsync(client, "c numbers", numbers, "query", isThere: true),
            .. await AskAsync(client, "c numbers", numbers, "near", isThere: false),
        ];
    }

    /// <summary>Each store is asked its own questions of now, and those of the next store, about other people. What is no longer so is not written.</summary>
    private async Task KnowledgeAsync(LocketClient client, List<Judged> judged)
    {
        var stores = Read("knowledge.jsonl").GroupBy(line => line.Text("store")).Select(store => store.ToList()).ToList();
        for (var at = 0; at < stores.Count; at++)
        {
            var replaced = stores[at].Select(line => line.TextOrNull("replaces") ?? line.TextOrNull("revises") ?? line.TextOrNull("updates")).ToHashSet();
            var (space, facts) = ($"c {stores[at][0].Text("store")}", stores[at].Where(line => line.TextOrNull("text") is not null && !replaced.Contains(line.Text("id"))).ToList());
            await WriteAsync(client, space, facts);
            judged.AddRange(await AskAsync(client, space, Now(stores[at]), "query", isThere: true));
            judged.AddRange(await AskAsync(client, space, Now(stores[(at + 1) % stores.Count]), "query", isThere: false));
        }

        static List<JsonElement> Now(List<JsonElement> store) => [.. store.Where(line => line.TextOrNull("query") is not null && line.TextOrNull("as_of") is null)];
    }

    private List<JsonElement> Read(string file) => [.. Lines.Of(Path.Combine(sets, file))];

    /// <summary>The id of the set goes along as the session: no conversation has more than one memory.</summary>
    private static async Task WriteAsync(LocketClient client, string space, IReadOnlyList<JsonElement> lines)
    {
        foreach (var line in lines)
        {
            await client.RememberAsync(space, new RememberRequest { Text = line.Text("text"), Session = line.Text("id"), OccurredAt = line.TimeOrNull("at") });
        }
    }

    private static async Task<IReadOnlyList<Judged>> AskAsync(LocketClient client, string space, IReadOnlyList<JsonElement> lines, string form, bool isThere)
    {
        var judged = new List<Judged>();
        foreach (var (line, number) in lines.Select((line, number) => (line, number)))
        {
            var right = isThere ? line.TextOrNull("want") ?? line.Text("id") : Strange;
            var answer = await client.RecallAsync(space, new RecallRequest { Query = line.Text(form), Limit = Depth, Explain = true });
            judged.AddRange(answer.Results.Select((hit, rank) =>
                new Judged($"{space} {form} {number} {isThere}", isThere, rank, hit.Reasons!["coverage"], hit.Confidence, hit.Memory.Session == right)));
        }

        return judged;
    }
}

/// <summary>One memory of an answer.</summary>
/// <param name="Question">Which question it answers, or does not.</param>
/// <param name="IsThere">Whether anything remembered answers the question.</param>
/// <param name="Rank">0 for the first.</param>
internal sealed record Judged(string Question, bool IsThere, int Rank, double Coverage, double Confidence, bool IsRight);
