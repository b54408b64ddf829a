using System.Runtime.InteropServices;

namespace Locket.Engine.Search;

/// <summary>
/// Of two memories that answer a question with the same words, the later one is what holds now: "Ada lives in Porto" said after
/// "Ada lives in Lisbon". The later one is raised just above the earlier; nothing is lowered, so that what else was found stays found.
/// </summary>
/// <param name="now">The time of the question: what claims to be of after it is no news yet.</param>
/// <param name="terms">Of the question.</param>
/// <param name="asksWhen">Then what tells no time takes the place of nothing that does.</param>
/// <param name="predecessorOf">What a memory took the place of, whose words count as its own; null for none.</param>
internal sealed class LaterStatements(MemoryTable table, DateTimeOffset now, IReadOnlyList<QueryTerm> terms, bool asksWhen, Func<int, int?> predecessorOf)
{
    /// <summary>How many of the best are looked at: as many as an answer has unless said, so that none of them drops out of it.</summary>
    public const int Depth = 10;

    private const double JustAbove = 1.001;
    private const double LeastShare = 0.6;
    private const double LeastCoverage = 0.4;

    private readonly double[] _weights = [.. terms.Select(term => WeightOf(table, term))];

    /// <param name="found">Best first.</param>
    /// <returns>The same, in the new order.</returns>
    public List<(double Score, int Number)> First(List<(double Score, int Number)> found)
    {
        var count = Math.Min(found.Count, Depth);
        var held = found.Take(count).Select(item => Held(item.Number) | (predecessorOf(item.Number) is { } from ? Held(from) : 0)).ToArray();
        var least = LeastCoverage * _weights.Sum();
        for (var later = 1; later < count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (found[later].Score >= LeastShare * found[earlier].Score
                    && Covered(held[earlier]) >= least
                    && IsLater(table.Entries[found[later].Number]!, table.Entries[found[earlier].Number]!)
                    && (held[earlier] & ~held[later]) == 0)
                {
                    Raise(found, held, later, earlier);
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>A claimed time is believed as far as it could be true: nothing tells of a time after it was written. Nobody is corrected by who is trusted less.</summary>
    private bool IsLater(Entry later, Entry earlier) =>
        SaidAt(later) > SaidAt(earlier)
        && later.OccurredTicks <= now.UtcTicks
        && later.Trust >= earlier.Trust
        && !(asksWhen && earlier.TellsTime && !later.TellsTime)
        && string.Equals(later.Author, earlier.Author, StringComparison.Ordinal);

    private static long SaidAt(Entry entry) => Math.Min(entry.Ticks, entry.CreatedTicks);

    private static void Raise(List<(double Score, int Number)> found, ulong[] held, int from, int to)
    {
        var (item, terms) = (found[from], held[from]);
        found.RemoveAt(from);
        found.Insert(to, (found[to].Score * JustAbove, item.Number));
        held.AsSpan(to, from - to).CopyTo(held.AsSpan(to + 1));
        held[to] = terms;

        // What stands above keeps a score that says so.
        for (var at = to - 1; at >= 0 && found[at].Score < found[at + 1].Score; at--)
        {
            CollectionsMarshal.AsSpan(found)[at].Score = found[at + 1].Score;
        }
    }

    private ulong Held(int memory)
    {
        var held = 0UL;
        for (var at = 0; at < terms.Count; at++)
        {
            held |= terms[at].Number is { } term && table.Vocabulary.PostingsOf(term).Contains(memory) ? 1UL << at : 0;
        }

        return held;
    }

    private double Covered(ulong held)
    {
        var sum = 0.0;
        for (var at = 0; at < _weights.Length; at++)
        {
            sum += (held >> at & 1) != 0 ? _weights[at] : 0;
        }

        return sum;
    }

    /// <summary>The rarer, the more; what nobody holds weighs as what one holds.</summary>
    private static double WeightOf(MemoryTable table, QueryTerm term)
    {
        var holders = term.Number is { } number ? table.Vocabulary.PostingsOf(number).Active : 1;
        return Math.Log(1 + ((double)table.Conversations.Active / Math.Max(1, holders)));
    }
}
