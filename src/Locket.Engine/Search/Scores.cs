using System.Buffers;
using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>
/// BM25F over the memories and their surroundings, and BM25 over whole sessions (Robertson and Zaragoza, "The Probabilistic
/// Relevance Framework: BM25 and Beyond", 2009). Counts are integers and sums go in order of the query, so that equal histories
/// give equal scores to the last bit.
/// </summary>
internal sealed class Scores : IDisposable
{
    private const double K1 = 0.8;
    private const double B = 0.4;
    private const double SessionK1 = 1.5;
    private const double SessionB = 0.5;
    private const double SessionShare = 0.4;

    /// <summary>A term counts in half units, times tenths for the surroundings.</summary>
    private const double UnitsPerTerm = 2 * Conversations.Own;

    private readonly MemoryTable _table;
    private readonly double[] _words;
    private readonly double[] _sessions;
    private readonly int[] _context;
    private readonly int[] _sessionCounts;
    private readonly List<int> _touched = [];
    private readonly List<int> _touchedSessions = [];

    public Scores(MemoryTable table)
    {
        _table = table;
        _words = Rent<double>(table.Entries.Length);
        _context = Rent<int>(table.Entries.Length);
        _sessions = Rent<double>(table.Conversations.SessionCount);
        _sessionCounts = Rent<int>(table.Conversations.SessionCount);
    }

    /// <summary>Memories that hold a term or stand near one that does, each once.</summary>
    public List<int> Found { get; } = [];

    /// <summary>What a memory of middling length gets that holds every term once: scores are shares of it.</summary>
    public double Mass { get; private set; }

    public double WordsOf(int memory) => Mass > 0 ? _words[memory] / Mass : 0;

    public double SessionOf(int memory)
    {
        var session = _table.Conversations.Links is var links && memory < links.Length ? links[memory].Session : Conversations.None;
        return Mass > 0 && session != Conversations.None && links[memory].IsActive ? SessionShare * _sessions[session] / Mass : 0;
    }

    /// <summary>Also counts for what another memory took the place of, by its own words alone.</summary>
    public void Add(QueryTerm term)
    {
        var all = _table.Conversations.Active;
        var postings = term.Number is { } number ? _table.Vocabulary.PostingsOf(number) : null;
        var idf = Idf(all, postings?.Active ?? 0) * term.Weight;
        Mass += idf;
        if (postings is null)
        {
            return;
        }

        Spread(postings);
        AddWords(idf);
        AddSessions(term.Weight);
    }

    /// <summary>How much a term says, whether or not any memory holds it.</summary>
    public double RarityOf(QueryTerm term) =>
        Idf(_table.Conversations.Active, term.Number is { } number ? _table.Vocabulary.PostingsOf(number).Active : 0);

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_words);
        ArrayPool<int>.Shared.Return(_context);
        ArrayPool<double>.Shared.Return(_sessions);
        ArrayPool<int>.Shared.Return(_sessionCounts);
    }

    /// <summary>Lets every occurrence count for the memories around it.</summary>
    private void Spread(Postings postings)
    {
        var links = _table.Conversations.Links;
        foreach (var item in postings.Items)
        {
            var (memory, count) = (Postings.NumberOf(item), Postings.CountOf(item));
            if (memory >= links.Length || !links[memory].IsActive)
            {
                if (_table.Entries[memory]!.Status == MemoryStatus.Superseded)
                {
                    Touch(memory, Conversations.Own * count);
                }

                continue;
            }

            ref readonly var link = ref links[memory];
            Touch(memory, Conversations.Own * count);
            if (link.Session == Conversations.None)
            {
                continue;
            }

            TouchSession(link.Session, count);
            Around(link.After, count * Conversations.Previous);
            Around(link.Before, count * Conversations.Next);
            Around(link.After == Conversations.None ? Conversations.None : links[link.After].After, count * Conversations.SecondPrevious);
            Around(link.Before == Conversations.None ? Conversations.None : links[link.Before].Before, count * Conversations.SecondNext);
        }
    }

    private void AddWords(double idf)
    {
        var conversations = _table.Conversations;
        var links = conversations.Links;
        var average = conversations.Active > 0 ? (double)conversations.ContextLength / conversations.Active : 1;
        foreach (var memory in _touched)
        {
            var length = memory < links.Length && links[memory].IsActive
                ? links[memory].ContextLength
                : Conversations.Own * _table.Entries[memory]!.Length;
            var frequency = _context[memory] / UnitsPerTerm;
            if (_words[memory] == 0)
            {
                Found.Add(memory);
            }

            _words[memory] += idf * Saturated(frequency, K1, B, length / average);
            _context[memory] = 0;
        }

        _touched.Clear();
    }

    private void AddSessions(double weight)
    {
        var conversations = _table.Conversations;
        var idf = Idf(conversations.ActiveSessions, _touchedSessions.Count) * weight;
        var average = conversations.ActiveSessions > 0 ? (double)conversations.SessionLength / conversations.ActiveSessions : 1;
        foreach (var session in _touchedSessions)
        {
            var length = conversations.SessionOf(session).Length / average;
            _sessions[session] += idf * Saturated(_sessionCounts[session] / 2.0, SessionK1, SessionB, length);
            _sessionCounts[session] = 0;
        }

        _touchedSessions.Clear();
    }

    private void Around(int memory, int units)
    {
        if (memory != Conversations.None)
        {
            Touch(memory, units);
        }
    }

    private void Touch(int memory, int units)
    {
        if (_context[memory] == 0)
        {
            _touched.Add(memory);
        }

        _context[memory] += units;
    }

    private void TouchSession(int session, int count)
    {
        if (_sessionCounts[session] == 0)
        {
            _touchedSessions.Add(session);
        }

        _sessionCounts[session] += count;
    }

    private static double Saturated(double frequency, double k1, double b, double length) =>
        frequency * (k1 + 1) / (frequency + (k1 * (1 - b + (b * length))));

    /// <summary>Never negative: in a small space a word of most memories still tells them apart.</summary>
    private static double Idf(int all, int with) => Math.Log(1 + ((all - Math.Min(with, all) + 0.5) / (with + 0.5)));

    private static T[] Rent<T>(int length)
    {
        var array = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, length).Clear();
        return array;
    }
}
