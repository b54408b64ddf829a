using Locket.Client;

namespace Locket.Quality;

/// <summary>Whether a confidence is what it says: of memories with about this one, how many were right; and that questions without an answer get low ones.</summary>
internal static class ConfidenceRun
{
    private const double MostOff = 0.05;
    private const double Sure = 0.5;
    private const double MostWronglySure = 0.1;
    private const double LeastRightlySure = 0.6;

    public static async Task RunAsync(LocketClient client, Checks checks, Report report, string sets)
    {
        var set = new ConfidenceSet(sets);
        var judged = await set.RunAsync(client);
        var numbers = (await set.NumbersAsync(client)).Where(hit => hit.Rank == 0).ToList();
        report.Line($"{judged.Select(hit => hit.Question).Distinct().Count()} questions, of which {judged.Where(hit => !hit.IsThere).Select(hit => hit.Question).Distinct().Count()} ask what nothing in their space answers; the first ten memories of each.").Line();
        report.Line("## How often a memory with such a confidence was right").Line().Table("confidence", "memories", "confidence on average", "right");
        foreach (var bin in judged.GroupBy(hit => Math.Min(9, (int)(hit.Confidence * 10))).OrderBy(bin => bin.Key))
        {
            report.Row($"{bin.Key / 10.0:0.0} to {(bin.Key + 1) / 10.0:0.0}", bin.Count(), bin.Average(hit => hit.Confidence), Right(bin));
        }

        var off = judged.GroupBy(hit => Math.Min(9, (int)(hit.Confidence * 10))).Sum(bin => bin.Count() * Math.Abs(bin.Average(hit => hit.Confidence) - Right(bin))) / judged.Count;
        report.Line().Line($"On average it is {Report.Share(off)} off.").Line();
        report.Line("## What it is made from").Line().Line("The share of the question that a memory covers, and how often it was right.").Line().Table("covered", "memories", "right");
        foreach (var bin in judged.GroupBy(hit => Math.Min(19, (int)(hit.Coverage * 20))).OrderBy(bin => bin.Key))
        {
            report.Row($"{bin.Key / 20.0:0.00} to {(bin.Key + 1) / 20.0:0.00}", bin.Count(), Right(bin));
        }

        var firsts = judged.Where(hit => hit.Rank == 0).ToList();
        report.Line().Line("## The first answer").Line().Table("question", "number", "at least 0.5", "at least 0.7", "right");
        First("has an answer", firsts.Where(hit => hit.IsThere));
        First("has none", firsts.Where(hit => !hit.IsThere));
        First("is for a number that is there", numbers.Where(hit => hit.IsThere));
        First("is for another number", numbers.Where(hit => !hit.IsThere));
        checks.That($"confidence: on average no more than {Report.Share(MostOff)} off: {Report.Share(off)}", off <= MostOff);
        checks.That($"confidence: no more than {Report.Share(MostWronglySure)} of the questions without an answer get {Sure} or more: {Report.Share(ShareOf(firsts, false))}", ShareOf(firsts, false) <= MostWronglySure);
        checks.That($"confidence: no more than {Report.Share(MostWronglySure)} of the questions for a number that is not there get {Sure} or more: {Report.Share(ShareOf(numbers, false))}", ShareOf(numbers, false) <= MostWronglySure);
        checks.AtLeast($"confidence: questions with an answer that get {Sure} or more", ShareOf(firsts, true), LeastRightlySure);

        void First(string name, IEnumerable<Judged> some)
        {
            var hits = some.ToList();
            report.Row(name, hits.Count, hits.Count(hit => hit.Confidence >= Sure) / (double)hits.Count, hits.Count(hit => hit.Confidence >= 0.7) / (double)hits.Count, Right(hits));
        }
    }

    private static double ShareOf(List<Judged> firsts, bool isThere) =>
        firsts.Count(hit => hit.IsThere == isThere && hit.Confidence >= Sure) / (double)firsts.Count(hit => hit.IsThere == isThere);

    private static double Right(IEnumerable<Judged> hits) => hits.Average(hit => hit.IsRight ? 1.0 : 0);
}
