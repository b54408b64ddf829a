using Locket.Engine.Records;
using Locket.Engine.Vectors;

namespace Locket.Engine.Search;

/// <summary>
/// How close in meaning memories are to a question: each by itself, and with what was said around it. Models differ in what they call
/// close, so a memory counts by how far it stands out from all of its space.
/// </summary>
internal sealed class Closeness
{
    private const double OwnShare = 0.6;
    private const double ContextShare = 0.3;

    /// <summary>Nothing less close is an answer by that alone.</summary>
    private const double Least = 0.25;

    /// <summary>And no more than so many are.</summary>
    private const int Most = 100;

    /// <summary>As if so many memories were there that have nothing to do with the question: in a space of a few, an average says little.</summary>
    private const double Strangers = 4;

    private readonly MemoryTable _table;
    private readonly double[] _own;

    private Closeness(MemoryTable table, VectorTable vectors, UnitVector question, Predicate<Entry> isWanted)
    {
        _table = table;
        _own = new double[table.Entries.Length];
        var (sum, count) = (0.0, 0);
        for (var number = 0; number < _own.Length; number++)
        {
            _own[number] = double.NegativeInfinity;
            if (_table.Entries[number] is { Status: MemoryStatus.Active or MemoryStatus.Superseded } entry)
            {
                var isActive = entry.Status == MemoryStatus.Active;
                if (vectors.CosineOf(number, question) is { } cosine)
                {
                    _own[number] = cosine;
                    (sum, count) = isActive ? (sum + cosine, count + 1) : (sum, count);
                }
                else
                {
                    Without += isActive ? 1 : 0;
                }
            }
        }

        With = count;
        var usual = sum / (count + Strangers);
        var nearest = new BestFirst(Most);
        for (var number = 0; number < _own.Length; number++)
        {
            _own[number] = Math.Max(0, (_own[number] - usual) / (1 - usual));
            if (_own[number] >= Least && isWanted(_table.Entries[number]!))
            {
                nearest.Offer(_own[number], number);
            }
        }

        Nearest = [.. nearest.From(0).Select(item => item.Number)];
    }

    /// <summary>What may be an answer by its meaning alone.</summary>
    public IReadOnlyList<int> Nearest { get; }

    /// <summary>How many active memories have a vector.</summary>
    public int With { get; }

    public int Without { get; }

    /// <param name="isWanted">Only what is wanted is among the nearest: else what a filter leaves out takes the room of what it keeps.</param>
    /// <returns>Null where the question has no vector, or those of the space are of another model.</returns>
    public static Closeness? Of(MemoryTable table, QuestionVector? question, Predicate<Entry> isWanted) =>
        question is not null && table.Vectors is { } vectors && vectors.Stamp == question.Stamp
            ? new Closeness(table, vectors, question.Vector, isWanted)
            : null;

    /// <summary>0 to 0.9.</summary>
    public double Of(int number) => (OwnShare * _own[number]) + (ContextShare * Around(number));

    private double Around(int number)
    {
        var links = _table.Conversations.Links;
        if (number >= links.Length || !links[number].IsActive)
        {
            return _own[number];
        }

        var (sum, weights) = (Conversations.Own * _own[number], (double)Conversations.Own);
        var (before, after) = (links[number].Before, links[number].After);
        Add(before, Conversations.Previous);
        Add(after, Conversations.Next);
        Add(before == Conversations.None ? before : links[before].Before, Conversations.SecondPrevious);
        Add(after == Conversations.None ? after : links[after].After, Conversations.SecondNext);

        return sum / weights;

        void Add(int neighbour, int weight)
        {
            if (neighbour != Conversations.None)
            {
                sum += weight * _own[neighbour];
                weights += weight;
            }
        }
    }
}
