using System.Text;

namespace Locket.Engine.Search;

/// <summary>Words that follow one another in the question and in a memory, stop words aside, say a little more than each of them alone.</summary>
/// <param name="pairs">Terms of the question, each with the one after it.</param>
internal sealed class WordOrder(MemoryTable table, IReadOnlyList<(int First, int Second)> pairs)
{
    private const double AllPairs = 0.1;

    /// <returns>The best with new scores, in their new order.</returns>
    /// <param name="found">Best first.</param>
    public List<(double Score, int Number)> Raise(List<(double Score, int Number)> found, int depth)
    {
        if (pairs.Count == 0)
        {
            return found;
        }

        var best = found.Take(depth).Select(item => (Score: item.Score * FactorOf(table.Entries[item.Number]!), item.Number));
        return [.. best.OrderByDescending(item => item.Score).ThenByDescending(item => item.Number), .. found.Skip(depth)];
    }

    private double FactorOf(Entry entry)
    {
        if (entry.Text is not { } text)
        {
            return 1;
        }

        var (met, before) = (0, Vocabulary.NoTerm);
        var words = Analyser.Words(Encoding.UTF8.GetString(text.Span));
        var seen = 0UL;
        while (words.MoveNext())
        {
            var term = table.Vocabulary.TermOf(words.Current, entry.Language);
            if (term == Vocabulary.NoTerm)
            {
                continue;
            }

            for (var at = 0; at < pairs.Count; at++)
            {
                if (pairs[at] == (before, term) && (seen >> at & 1) == 0)
                {
                    seen |= 1UL << at;
                    met++;
                }
            }

            before = term;
        }

        return 1 + (AllPairs * met / pairs.Count);
    }
}
