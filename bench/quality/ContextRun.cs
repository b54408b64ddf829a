using Locket.Client;

namespace Locket.Quality;

/// <summary>Recall against the budget of a context block: a table, a picture, and that no block is over.</summary>
internal static class ContextRun
{
    private const double Gate = 0.95;
    private const int Roomy = 1_200;

    public static async Task RunAsync(LocketClient client, Checks checks, Report report, string sets)
    {
        string[] own = ["typos.jsonl", "dates.jsonl", "knowledge.jsonl", Path.Combine("languages", "en.jsonl")];
        ContextSet[] asked = [
            new("English", [.. own.Select(file => Path.Combine(sets, file))]),
            new("German", [Path.Combine(sets, "languages", "de.jsonl")]),
            new("Chinese", [Path.Combine(sets, "languages", "zh.jsonl")]),
        ];
        var drawn = new List<(string, IReadOnlyList<ContextPoint>)>();
        report.Line("Of the questions, how many blocks of so many tokens hold the memory that answers, in hundredths. Tokens are those of `o200k_base`, the delimiters of MCP not counted. No profile is stored, so its share of the room goes to the question. Each question has one right memory; where several must come together, a block needs room for all of them.").Line()
            .Line("![Recall against budget](context.svg)").Line();
        foreach (var set in asked)
        {
            var points = await set.RunAsync(client);
            drawn.Add((set.Name, points));
            report.Line($"## {set.Name}: {set.Memories} memories, {set.Questions} questions").Line().Table("budget", "right memory in it", "memories in it", "tokens", "longest");
            foreach (var point in points)
            {
                report.Row(point.Budget, point.Share, point.Cited, point.Tokens, point.Longest);
            }

            report.Line();
            checks.That($"context, {set.Name}: no block is over its budget", points.All(point => point.Longest <= point.Budget));
            checks.AtLeast($"context, {set.Name}, {Roomy} tokens", points.Single(point => point.Budget == Roomy).Share, Gate);
        }

        report.Drawing = ContextChart.Draw("Right memory in the block, of 100 questions", drawn);
    }
}
