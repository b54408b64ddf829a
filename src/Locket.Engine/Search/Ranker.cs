using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>Puts the memories of a space in order for one query.</summary>
internal sealed class Ranker(MemoryTable table, SearchQuery query) : IDisposable
{
    private const double OneName = 1.7;
    private const double OneOfSeveralNames = 1.5;
    private const double TellsTime = 1.5;
    private const double IsQuestion = 0.8;
    private const double IsNoLongerTrue = 0.8;
    private const double IsSuperseded = 0.7;
    private const double BelowSuccessor = 0.99;
    private const double NameAlone = 0.5;
    private const int MaxSuccessors = 8;

    private readonly Question _question = Question.Read(query.Text, table);
    private readonly Scores _scores = new(table);
    private readonly long _now = query.Now.UtcTicks;

    public void Dispose() => _scores.Dispose();

    public SearchResult Rank()
    {
        foreach (var term in _question.Terms)
        {
            _scores.Add(term, query.IncludeSuperseded);
        }

        var best = new BestFirst(query.Offset + query.Limit);
        var total = 0;
        foreach (var number in Candidates())
        {
            var entry = table.Entries[number]!;
            if (IsWanted(entry) && ScoreOf(entry) is > 0 and var score)
            {
                total++;
                best.Offer(score, number);
            }
        }

        return new SearchResult([.. best.From(query.Offset).Select(item => Hit(item.Score, item.Number))], total, _question.Dropped);
    }

    /// <summary>Where the words find nothing, whatever is by or about those who are named.</summary>
    private IEnumerable<int> Candidates() => _scores.Found.Count > 0 || _question.Names.Count == 0
        ? _scores.Found
        : Enumerable.Range(0, table.Entries.Length).Where(number => table.Entries[number] is { } entry && IsNamed(entry));

    private bool IsWanted(Entry entry) =>
        (entry.Status == MemoryStatus.Active || (query.IncludeSuperseded && entry.Status == MemoryStatus.Superseded))
        && (query.IncludeExpired || !entry.HasExpired(_now))
        && query.Filter.Admits(entry);

    private double ScoreOf(Entry entry)
    {
        var score = OwnScoreOf(entry);
        var limit = 1.0;
        var at = entry;
        for (var step = 0; step < MaxSuccessors && at.ReplacedBy is { } id && at.Status == MemoryStatus.Superseded; step++)
        {
            if (table.Find(id) is not { } successor)
            {
                break;
            }

            limit *= BelowSuccessor;
            at = successor;
            var own = OwnScoreOf(at);
            score = own > 0 && IsWanted(at) ? Math.Min(score, own * limit) : score;
        }

        return score;
    }

    private double OwnScoreOf(Entry entry)
    {
        var words = _scores.WordsOf(entry.Number) + _scores.SessionOf(entry.Number);
        words = words == 0 && _scores.Found.Count == 0 && IsNamed(entry) ? NameAlone : words;
        return words * NameFactor(entry) * TimeFactor(entry) * Standing(entry);
    }

    private bool IsNamed(Entry entry) =>
        _question.Names.Count > 0
        && (_question.Names.Contains(entry.AuthorName) || Array.Exists(entry.AboutNames, _question.Names.Contains));

    private double NameFactor(Entry entry) => !IsNamed(entry) ? 1 : _question.NamesSeveral ? OneOfSeveralNames : OneName;

    private double TimeFactor(Entry entry) =>
        (_question.AsksWhen && entry.TellsTime ? TellsTime : 1) * (1 + (_question.Window?.NearnessOf(entry.Ticks) ?? 0));

    private double Standing(Entry entry) =>
        (entry.IsQuestion ? IsQuestion : 1)
        * (entry.ValidUntilTicks != 0 && entry.ValidUntilTicks <= _now ? IsNoLongerTrue : 1)
        * (entry.Status == MemoryStatus.Superseded ? IsSuperseded : 1)
        * entry.Trust switch
        {
            Trust.External => 0.9,
            Trust.Agent => 0.97,
            Trust.User => 1,
            _ => 1.05,
        };

    private SearchHit Hit(double score, int number)
    {
        var entry = table.Entries[number]!;
        var terms = _question.Terms
            .Where(term => term.Number is { } known && table.Vocabulary.PostingsOf(known).Contains(number))
            .Select(term => table.Vocabulary.PostingsOf(term.Number!.Value).Term);
        var reasons = new SearchReasons(
            _scores.WordsOf(number),
            _scores.SessionOf(number),
            NameFactor(entry),
            TimeFactor(entry),
            Standing(entry),
            [.. terms]);

        return new SearchHit(entry.Id, score, reasons);
    }
}
