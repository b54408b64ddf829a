using System.Globalization;
using System.Text;
using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>
/// A folder with memories.jsonl, queries.jsonl and qrels.jsonl. Memories go in, in the order of the file; every question is asked
/// with nothing but its text and the time of its store's last memory.
/// </summary>
internal sealed class FolderSet(string folder)
{
    public const int Depth = 50;
    private const int AtOnce = 2;
    private static readonly string[] Files = ["memories.jsonl", "queries.jsonl", "qrels.jsonl"];

    public static string? Missing(string folder) =>
        Files.Select(file => Path.Combine(folder, file)).FirstOrDefault(file => !File.Exists(file));

    /// <returns>The run file: question, rank and memory a line, separated by tabs.</returns>
    public async Task<string> RunAsync(LocketClient client)
    {
        var stores = Lines.Of(Path.Combine(folder, "memories.jsonl")).GroupBy(line => line.Text("store")).ToList();
        var written = new Dictionary<string, Store>(StringComparer.Ordinal);
        var prefix = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var results = await Batches.RunAsync(stores, AtOnce, async store => (store.Key, Store: await WriteAsync(client, $"{prefix}-{store.Key}", [.. store])));
        foreach (var (name, store) in results)
        {
            written.Add(name, store);
        }

        var questions = Lines.Of(Path.Combine(folder, "queries.jsonl")).ToList();
        var answers = await Batches.RunAsync(questions, AtOnce, question => AskAsync(client, written[question.Text("store")], question));
        return string.Concat(answers);
    }

    /// <summary>Scores a run by what the folder says is right.</summary>
    public IReadOnlyList<(int Category, Answer Answer)> Score(string run)
    {
        var found = run.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .GroupBy(cells => cells[0])
            .ToDictionary(lines => lines.Key, lines => lines.Select(cells => cells[2]).ToList(), StringComparer.Ordinal);
        var right = Lines.Of(Path.Combine(folder, "qrels.jsonl")).ToDictionary(line => line.Text("qid"), line => line.Texts("gold"), StringComparer.Ordinal);

        return
        [
            .. Lines.Of(Path.Combine(folder, "queries.jsonl"))
                .Where(question => right.ContainsKey(question.Text("qid")))
                .Select(question => (
                    question.GetProperty("category").GetInt32(),
                    Answer.Of(found.GetValueOrDefault(question.Text("qid")) ?? [], right[question.Text("qid")]))),
        ];
    }

    private static async Task<Store> WriteAsync(LocketClient client, string space, IReadOnlyList<JsonElement> lines)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var caption = line.TextOrNull("image_caption");
            var memory = await client.RememberAsync(space, new RememberRequest
            {
                Text = line.Text("text"),
                Author = line.TextOrNull("author"),
                Session = line.GetProperty("session").ToString(),
                OccurredAt = line.Time("time"),
                Metadata = caption is null ? null : JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["image_caption"] = caption }),
            });

            // The same text said again is the same memory, and goes by its first name.
            ids.TryAdd(memory.Value!.Id, line.Text("id"));
        }

        return new Store(space, ids, lines.Max(line => line.Time("time")));
    }

    private static async Task<string> AskAsync(LocketClient client, Store store, JsonElement question)
    {
        var answer = await client.RecallAsync(store.Space, new RecallRequest { Query = question.Text("query"), Limit = Depth, Now = store.Last });
        var lines = new StringBuilder();
        foreach (var (at, hit) in answer.Results.Index())
        {
            lines.Append(CultureInfo.InvariantCulture, $"{question.Text("qid")}\t{at + 1}\t{store.Ids[hit.Memory.Id]}\n");
        }

        return lines.ToString();
    }

    private sealed record Store(string Space, Dictionary<string, string> Ids, DateTimeOffset Last);
}
