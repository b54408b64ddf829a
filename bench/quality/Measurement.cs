using Locket.Client;

namespace Locket.Quality;

/// <summary>Runs each set twice, on two servers that know nothing of each other, compares the two to the byte, and scores them.</summary>
internal sealed class Measurement(LocketClient one, LocketClient other, Checks checks, Report report)
{
    private const int LastAnswerable = 4;
    private const double TurnsGate = 0.80;
    private const double FactsGate = 0.75;
    private const double TypoLoss = 0.02;
    private const double KnowledgeGate = 0.97;
    private const double LanguageShare = 0.9;
    private const double DatesGate = 0.98;
    private const string Facts = "facts";

    public async Task FolderAsync(string folder, string? runFile)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        if (FolderSet.Missing(folder) is { } missing)
        {
            Checks.Skip($"{name}: {missing} is not there");
            return;
        }

        var set = new FolderSet(folder);
        var run = await TwiceAsync(name, set.RunAsync, run => run);
        if (runFile is not null)
        {
            await File.WriteAllTextAsync(runFile, run);
        }

        var answers = set.Score(run);
        report.Line($"## {name}").Line().Table("category", "questions", "R@1", "R@5", "R@10", "R@20", "R@50", "nDCG@10", "MRR");
        foreach (var category in answers.GroupBy(item => item.Category).OrderBy(item => item.Key))
        {
            Row($"{category.Key}", [.. category.Select(item => item.Answer)]);
        }

        var answerable = answers.Where(item => item.Category <= LastAnswerable).Select(item => item.Answer).ToList();
        Row("1 to 4", answerable);
        report.Line().Line($"Recall at 10 of what can be answered: {checks.AtLeast($"{name}, recall at 10", answerable.Recall(10), name == Facts ? FactsGate : TurnsGate)}.").Line();
    }

    public async Task OwnAsync(string sets)
    {
        await KnowledgeAsync(Path.Combine(sets, "knowledge.jsonl"));
        await TyposAsync(Path.Combine(sets, "typos.jsonl"));
        await DatesAsync(Path.Combine(sets, "dates.jsonl"));
        await LanguagesAsync(Path.Combine(sets, "languages"));
    }

    private async Task KnowledgeAsync(string file)
    {
        var set = new KnowledgeSet(file);
        var answers = await TwiceAsync("knowledge", set.RunAsync, all => string.Join('\n', all.Select(answer => string.Join('\t', [answer.Question, .. answer.Found]))));
        var current = answers.Where(answer => !answer.IsAsOf).ToList();
        report.Line("## Facts that change").Line().Line($"{set.Stores} stores, {set.Facts} facts.").Line()
            .Table("the right fact", "questions", "it is first", "a stale one above it");
        foreach (var way in current.GroupBy(answer => answer.Way).OrderBy(way => way.Key, StringComparer.Ordinal))
        {
            report.Row(way.Key, way.Count(), First(way), Stale(way));
        }

        var past = answers.Where(answer => answer.IsAsOf).ToList();
        report.Row("all of these", current.Count, First(current), Stale(current)).Row("as of a date", past.Count, First(past), Stale(past)).Line()
            .Line($"Newest first: {checks.AtLeast("knowledge, newest first", First(current), KnowledgeGate)}. As of: {checks.AtLeast("knowledge, as of", First(past), KnowledgeGate)}.").Line();
        Misses(answers.Where(answer => !answer.IsFirst).Select(answer => $"{answer.Question} → {(answer.Found.Count > 0 ? answer.Found[0] : "nothing")} instead of {answer.Right}"));
    }

    private async Task TyposAsync(string file)
    {
        var set = new PairSet(file);
        var clean = set.Score(await TwiceAsync("typos, clean", client => set.RunAsync(client, PairSet.Clean), Joined));
        var typed = set.Score(await TwiceAsync("typos", client => set.RunAsync(client, PairSet.Mistyped), Joined));
        report.Line("## One typing error").Line().Table("questions", "number", "R@1", "R@5", "R@10", "MRR");
        Short("clean", clean);
        Short("one edit in one word", typed);
        var held = checks.AtLeast("typos, recall at 10", typed.Recall(10), clean.Recall(10) - TypoLoss);
        report.Line().Line($"Recall at 10 with the error: {held}; at 1, {Report.Share(clean.Recall(1) - typed.Recall(1))} are lost.").Line();
    }

    private async Task DatesAsync(string file)
    {
        var set = new DateSet(file);
        var answers = set.Score(await TwiceAsync("dates", set.RunAsync, Joined));
        report.Line("## Questions that name a time").Line().Table("questions", "number", "R@1", "R@5", "R@10", "MRR");
        Short("all", [.. answers.Select(item => item.Answer)]);
        var held = checks.AtLeast("dates, recall at 10", answers.Select(item => item.Answer).ToList().Recall(10), DatesGate);
        report.Line().Line($"Recall at 10: {held}. Some questions have more than five right answers.").Line();
        Misses(answers.Where(item => item.Answer.Ranks[0] != 1).Select(item => $"{item.Query} → ranks {string.Join(' ', item.Answer.Ranks)}"));
    }

    private async Task LanguagesAsync(string folder)
    {
        report.Line("## The same memories and questions in other languages").Line().Table("language", "questions", "R@1", "R@5", "R@10", "MRR", "R@10 to English");
        var english = 1.0;
        foreach (var file in Directory.GetFiles(folder, "*.jsonl").OrderBy(file => Path.GetFileName(file) != "en.jsonl").ThenBy(file => file, StringComparer.Ordinal))
        {
            var language = Path.GetFileNameWithoutExtension(file);
            var set = new PairSet(file);
            var answers = set.Score(await TwiceAsync(language, client => set.RunAsync(client, PairSet.Clean), Joined));
            english = language == "en" ? answers.Recall(10) : english;
            var share = checks.AtLeast($"{language}, recall at 10 to English", answers.Recall(10) / english, LanguageShare);
            report.Row(language, answers.Count, answers.Recall(1), answers.Recall(5), answers.Recall(10), answers.Reciprocal(), $"{Report.Share(answers.Recall(10) / english)}, {share}");
        }
    }

    private async Task<T> TwiceAsync<T>(string name, Func<LocketClient, Task<T>> run, Func<T, string> text)
    {
        var runs = await Task.WhenAll(run(one), run(other));
        checks.That($"{name}: two runs are the same to the byte", text(runs[0]) == text(runs[1]) && text(runs[0]).Length > 0);
        return runs[0];
    }

    private void Row(string name, IReadOnlyCollection<Answer> answers) => report.Row(
        name, answers.Count, answers.Recall(1), answers.Recall(5), answers.Recall(10), answers.Recall(20), answers.Recall(50), answers.Gain(), answers.Reciprocal());

    private void Short(string name, IReadOnlyCollection<Answer> answers) =>
        report.Row(name, answers.Count, answers.Recall(1), answers.Recall(5), answers.Recall(10), answers.Reciprocal());

    /// <summary>What was not reached is shown, a line each, and kept out of the tables.</summary>
    private static void Misses(IEnumerable<string> misses)
    {
        foreach (var miss in misses)
        {
            Console.WriteLine($"       not first: {miss}");
        }
    }

    private static double First(IEnumerable<KnowledgeAnswer> answers) => answers.Average(answer => answer.IsFirst ? 1.0 : 0);

    private static double Stale(IEnumerable<KnowledgeAnswer> answers) => answers.Average(answer => answer.HasStaleAbove ? 1.0 : 0);

    private static string Joined(IReadOnlyList<IReadOnlyList<string>> found) => string.Join('\n', found.Select(ids => string.Join('\t', ids)));
}
