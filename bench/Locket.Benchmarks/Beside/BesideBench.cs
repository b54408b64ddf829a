namespace Locket.Benchmarks.Beside;

/// <summary>
/// Locket and the official server-memory on the same memories, asked over stdio by the same code in rounds that take turns: what a write and a
/// search take, and how often the right memory is among the first ten.
/// </summary>
internal sealed class BesideBench(string program, string node, string script)
{
    private const int Rounds = 5;
    private const int QuestionsEach = 40;
    private const int WritesEach = 20;

    public static readonly int[] Sizes = [10_000, 100_000];

    public async Task<IReadOnlyList<BesideResult>> RunAsync(Report report, IEnumerable<int> sizes)
    {
        List<BesideResult> results = [];
        foreach (var size in sizes)
        {
            results.Add(await MeasureAsync(size));
        }

        report.Line($"{Rounds} rounds, in each of which both answer {QuestionsEach} questions and take {WritesEach} writes, in turns; over all rounds. server-memory is as npm has it, on {Path.GetFileName(node)}; a person is an entity there, with ten observations. It syncs no write to the disk and Locket each. Locket's limit of memories in a space is raised, else all is as it ships.").Line("");
        report.Table("memories", "", "Locket p50 ms", "p95 ms", "server-memory p50 ms", "p95 ms", "p50, server-memory ÷ Locket");
        foreach (var result in results)
        {
            Times(report, result.Size, "a write", result.Writes, result.TheirWrites);
            Times(report, result.Size, "a search: the whole question", result.Searches(asked => asked.Ours), result.Searches(asked => asked.Theirs));
            Times(report, result.Size, "a search: the best keyword for server-memory", result.Searches(asked => asked.Ours), result.Searches(asked => asked.TheirBest));
        }

        report.Line("").Line("The right memory among the first ten, in hundredths, and the bytes of the answer in the middle. server-memory looks for a substring, so it is also given the best keyword: of the words of the question and the full name in it, the one that the right memory holds and the fewest others do, chosen with the answer at hand. Its answers are whole entities in the order of its file; observations in them that do not hold the keyword are not counted against it.").Line("");
        report.Table("memories", "questions", "number", "Locket, whole question", "server-memory, whole question", "server-memory, best keyword", "Locket bytes", "server-memory bytes, best keyword");
        foreach (var result in results)
        {
            Recall(report, result.Size, "name whom it is about", result.NamedOnes);
            Recall(report, result.Size, "tell the circumstances", result.OtherOnes);
            Recall(report, result.Size, "all", result.Asked);
        }

        report.Line("").Line("A question of the first sort: *" + MadeMemories.Of(0).AskedByName + "* One of the second: *" + MadeMemories.Of(0).AskedByCircumstance + "* The memory: *" + MadeMemories.Of(0).Text + "* The memories are made, so this compares the two and says little of real ones; for those there is [what is found](quality.md).");
        return results;
    }

    private async Task<BesideResult> MeasureAsync(int size)
    {
        var folder = Directory.CreateTempSubdirectory("locket-beside-").FullName;
        try
        {
            var memories = Enumerable.Range(0, size).Select(MadeMemories.Of).ToList();
            await using var ours = await LocketRival.StartAsync(program, folder, memories);
            await using var theirs = await OfficialRival.StartAsync(node, script, folder, memories);
            var questions = Questions(memories);
            await ours.SearchAsync(questions[0].Text);
            await theirs.SearchAsync(questions[0].Text);
            var result = new BesideResult(size);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var question in questions.Skip(round * QuestionsEach).Take(QuestionsEach))
                {
                    result.Asked.Add(new Asked(question, await ours.SearchAsync(question.Text), await theirs.SearchAsync(question.Text), await theirs.SearchAsync(question.Keyword)));
                }

                for (var write = 0; write < WritesEach; write++)
                {
                    var made = MadeMemories.New(size + (round * WritesEach) + write, size);
                    result.Writes.Add(await ours.WriteAsync(made));
                    result.TheirWrites.Add(await theirs.WriteAsync(made));
                    result.Written.Add(made);
                }
            }

            var last = result.Written[^1];
            result.FoundAtOnce = (await ours.SearchAsync(last.AskedByName)).First.Contains(last.Text) && (await theirs.SearchAsync(last.Text)).First.Contains(last.Text);
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Of memories far apart; every second names the person. Each has one right answer.</summary>
    private static List<AskedFor> Questions(List<Made> memories)
    {
        const int Wanted = Rounds * QuestionsEach;
        var keyword = new Keyword([.. memories.Select(made => made.Text)]);
        var unique = memories.GroupBy(made => made.Circumstances).Where(group => group.Count() == 1).Select(group => group.First()).ToList();
        return [.. Enumerable.Range(0, Wanted).Select(at =>
        {
            var right = unique[at * unique.Count / Wanted];
            var text = at % 2 == 0 ? right.AskedByName : right.AskedByCircumstance;
            return new AskedFor(right, at % 2 == 0, text, keyword.Of(text, right));
        })];
    }

    private static void Times(Report report, int size, string what, IReadOnlyList<double> ours, IReadOnlyList<double> theirs)
    {
        var (mine, other) = (BesideResult.At(ours, 0.5), BesideResult.At(theirs, 0.5));
        report.Row($"{size:N0}", what, Report.Round(mine), Report.Round(BesideResult.At(ours, 0.95)), Report.Round(other), Report.Round(BesideResult.At(theirs, 0.95)), Report.Round(other / mine));
    }

    private static void Recall(Report report, int size, string which, IReadOnlyList<Asked> asked) => report.Row(
        $"{size:N0}",
        which,
        asked.Count,
        Report.Round(100 * BesideResult.Recall(asked, one => one.Ours)),
        Report.Round(100 * BesideResult.Recall(asked, one => one.Theirs)),
        Report.Round(100 * BesideResult.Recall(asked, one => one.TheirBest)),
        Report.Round(BesideResult.At([.. asked.Select(one => (double)one.Ours.Bytes)], 0.5)),
        Report.Round(BesideResult.At([.. asked.Select(one => (double)one.TheirBest.Bytes)], 0.5)));
}
