using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>Files of memories, each beside a question, together in one space; how often the right memory stands in a block of so many tokens.</summary>
internal sealed class ContextSet(string name, IReadOnlyList<string> files)
{
    public static readonly int[] Budgets = [100, 150, 200, 300, 400, 600, 800, 1_200, 1_600, 2_400, 3_200];

    private readonly List<JsonElement> _lines = [.. files.SelectMany(Lines.Of).Where(line => line.TextOrNull("text") is not null)];

    public string Name => name;

    public int Memories => _lines.Count;

    public int Questions => _lines.Count(line => line.TextOrNull("query") is not null);

    public async Task<IReadOnlyList<ContextPoint>> RunAsync(LocketClient client)
    {
        var space = $"context {name}";
        var ids = new List<string>();
        foreach (var line in _lines)
        {
            ids.Add((await client.RememberAsync(space, new RememberRequest { Text = line.Text("text"), OccurredAt = line.TimeOrNull("at") })).Value!.Id);
        }

        var points = new List<ContextPoint>();
        foreach (var budget in Budgets)
        {
            var (found, cited, tokens, longest) = (0, 0, 0, 0);
            foreach (var (line, id) in _lines.Zip(ids).Where(pair => pair.First.TextOrNull("query") is not null))
            {
                var block = await client.ContextAsync(space, new ContextRequest { Query = line.Text("query"), MaxTokens = budget });
                found += block.Cited.Contains(id) ? 1 : 0;
                (cited, tokens, longest) = (cited + block.Cited.Count, tokens + block.Tokens, Math.Max(longest, block.Tokens));
            }

            points.Add(new ContextPoint(budget, (double)found / Questions, cited / Questions, tokens / Questions, longest));
        }

        return points;
    }
}

/// <param name="Share">Of the questions, how many blocks have the right memory.</param>
/// <param name="Cited">Memories in a block, on average.</param>
/// <param name="Tokens">Of a block, on average.</param>
internal sealed record ContextPoint(int Budget, double Share, int Cited, int Tokens, int Longest);
