using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>Puts the memories of a space in order for one query.</summary>
internal sealed class Ranker : IDisposable
{
    private const double OneName = 1.7;
    private const double OneOfSeveralNames = 1.5;
    private const double TellsTime = 1.5;
    private const double IsQuestion = 0.8;
    private const double IsNoLongerTrue = 0.8;
    private const double IsSuperseded = 0.7;
    private const double FromPredecessor = 0.9;
    private const double NameAlone = 0.5;
    private const double TimeAlone = 0.2;
    private const double LeastAgreement = 0.7;
    private const double OfAnotherNumber = 0.5;

    private readonly MemoryTable _table;
    private readonly SearchQuery _query;
    private readonly Successors _successors;
    private readonly Dictionary<int, (double Words, int From)> _inherited = [];
    private readonly long _now;
    private readonly Closeness? _closeness;
    private Question _question;
    private INamedTime? _window;
    private Scores _scores;

    public Ranker(MemoryTable table, SearchQuery query)
        : this(table, query, mayAnchor: true)
    {
    }

    private Ranker(MemoryTable table, SearchQuery query, bool mayAnchor)
    {
        (_table, _query, _now, _successors) = (table, query, query.Now.UtcTicks, new Successors(table));
        _closeness = Closeness.Of(table, query.Meaning, IsWanted);
        (_question, _scores) = Read(isRelative: true);
        _window = _question.Window ?? (mayAnchor ? Anchored() : null);
        if (_question.HasPhrase && !IsMeant())
        {
            _scores.Dispose();
            (_question, _scores) = Read(isRelative: false);
            _window = _question.Window;
        }
    }

    public void Dispose() => _scores.Dispose();

    public SearchResult Rank()
    {
        Inherit();
        var best = new BestFirst(Math.Max(_query.Offset + _query.Limit, LaterStatements.Depth));
        var total = 0;
        foreach (var number in Candidates())
        {
            var entry = _table.Entries[number]!;
            if (IsWanted(entry) && ScoreOf(entry) is > 0 and var score)
            {
                total++;
                best.Offer(score, number);
            }
        }

        var page = InOrder([.. best.From(0)]).Skip(_query.Offset).Take(_query.Limit).Select(item => Hit(item.Score, item.Number));
        return new SearchResult([.. page], total, _question.Dropped) { WithoutVector = _closeness?.Without ?? 0, WithVector = _closeness?.With ?? 0 };
    }

    /// <summary>What order and time of statements change about it. Whatever they raise, nothing passes its successor: that comes last.</summary>
    private List<(double Score, int Number)> InOrder(List<(double Score, int Number)> best)
    {
        var ordered = new WordOrder(_table, _question.Pairs).Raise(best, LaterStatements.Depth);
        var later = new LaterStatements(_table, _query.Now, _question.Terms, _question.AsksWhen, number => _inherited.TryGetValue(number, out var from) ? from.From : null);
        return _query.IncludeSuperseded ? _successors.Above(later.First(ordered)) : later.First(ordered);
    }

    private (Question Question, Scores Scores) Read(bool isRelative)
    {
        var question = Question.Read(_query.Text, _table, _query.Now.UtcDateTime, isRelative);
        var scores = new Scores(_table);
        foreach (var term in question.Terms)
        {
            scores.Add(term);
        }

        return (question, scores);
    }

    /// <summary>
    /// Whether something is of the named time and, if that is counted from now, has to do with the words. If nothing has, "last summer" may
    /// be quoted from what was said long ago, and is words like others.
    /// </summary>
    private bool IsMeant()
    {
        if (_window is null)
        {
            return false;
        }

        if (!_question.NeedsNow)
        {
            return Near().Exists(number => IsWanted(_table.Entries[number]!));
        }

        var (inside, all) = (0.0, 0.0);
        foreach (var number in _scores.Found)
        {
            var (words, entry) = (_scores.WordsOf(number), _table.Entries[number]!);
            inside = NearnessOf(entry) > 0 ? Math.Max(inside, words) : inside;
            all = entry.Ticks <= _now ? Math.Max(all, words) : all;
        }

        return inside >= LeastAgreement * all;
    }

    /// <summary>
    /// The time that lies so far from what the words after "after" or "before" find first. One step and no more: in "a day after a day after …"
    /// each would be a search of its own, hundreds in one question. Who believes only some believes no others about when it was.
    /// </summary>
    private TimeRange? Anchored()
    {
        if (_question.From is not { } from)
        {
            return null;
        }

        using var ranker = new Ranker(
            _table,
            _query with { Text = from.Text, Meaning = null, Offset = 0, Limit = 1, Filter = new MemoryFilter { MinTrust = _query.Filter.MinTrust } },
            mayAnchor: false);
        return ranker.Rank().Hits is [var hit, ..]
            ? TimePhrases.Around(Calendar.Add(new DateTime(_table.Find(hit.Id)!.Ticks, DateTimeKind.Utc), from.Step), from.Slack)
            : null;
    }

    /// <summary>
    /// A successor is found by the words of what it took the place of, too: who asks where she lives may find "she moved to Porto" where
    /// "she lives in Lisbon" stood.
    /// </summary>
    private void Inherit()
    {
        foreach (var number in _scores.Found)
        {
            var entry = _table.Entries[number]!;
            foreach (var at in _successors.Of(entry))
            {
                if (at.Status == MemoryStatus.Active && Successors.MayInherit(at, entry))
                {
                    // Of equals the newest, so that it does not matter in which order an index met its words.
                    (double Words, int From) heir = (FromPredecessor * _scores.WordsOf(number), number);
                    _inherited[at.Number] = _inherited.TryGetValue(at.Number, out var other) && other.CompareTo(heir) > 0 ? other : heir;
                }
            }
        }
    }

    /// <summary>
    /// What the words find; where they find nothing, whatever is by or about those who are named; what is of the time that is named; and
    /// what means nearly the same.
    /// </summary>
    private IEnumerable<int> Candidates()
    {
        var isFound = _scores.Found.Count > 0;
        var found = isFound || _question.Names.Count == 0 ? _scores.Found : Named();
        if (_window is null && _inherited.Count == 0 && _closeness is null)
        {
            return found;
        }

        return found.Concat(_inherited.Keys).Concat(_window is null ? [] : Near()).Concat(_closeness?.Nearest ?? []).Distinct();
    }

    private List<int> Named()
    {
        var named = new List<int>();
        foreach (var entry in _table.Entries)
        {
            if (entry is not null && IsNamed(entry))
            {
                named.Add(entry.Number);
            }
        }

        return named;
    }

    /// <summary>What is of the named time, or just after it.</summary>
    private List<int> Near()
    {
        if (_table.Times.Years() is not { } years)
        {
            return [];
        }

        var near = _table.Times.Within(_window!.Stretches(years), _table.Entries);
        near.RemoveAll(number => NearnessOf(_table.Entries[number]!) <= 0);
        return near;
    }

    private bool IsWanted(Entry entry) =>
        (entry.Status == MemoryStatus.Active || (_query.IncludeSuperseded && entry.Status == MemoryStatus.Superseded))
        && (_query.IncludeExpired || !entry.HasExpired(_now))
        && _query.Filter.Admits(entry);

    private double ScoreOf(Entry entry)
    {
        var score = OwnScoreOf(entry);
        var limit = 1.0;
        foreach (var successor in _successors.Of(entry))
        {
            limit *= Successors.Below;
            var own = OwnScoreOf(successor);
            score = own > 0 && IsWanted(successor) ? Math.Min(score, own * limit) : score;
        }

        return score;
    }

    private double OwnScoreOf(Entry entry) => (WordsOf(entry) + _scores.SessionOf(entry.Number) + MeaningOf(entry.Number)) * NameFactor(entry) * TimeFactor(entry) * Standing(entry);

    private double MeaningOf(int number) => _closeness?.Of(number) ?? 0;

    private double WordsOf(Entry entry)
    {
        var words = Math.Max(_scores.WordsOf(entry.Number), _inherited.GetValueOrDefault(entry.Number).Words);
        if (words == 0 && _scores.Found.Count == 0 && IsNamed(entry))
        {
            return NameAlone;
        }

        return words + (NearnessOf(entry) > 0 ? TimeAlone : 0);
    }

    private bool IsNamed(Entry entry) =>
        _question.Names.Count > 0
        && (_question.Names.Contains(entry.AuthorName) || Array.Exists(entry.AboutNames, _question.Names.Contains));

    private double NameFactor(Entry entry) => !IsNamed(entry) ? 1 : _question.NamesSeveral ? OneOfSeveralNames : OneName;

    private double NearnessOf(Entry entry) => _window?.NearnessOf(entry.Ticks) ?? 0;

    private double TimeFactor(Entry entry) => (_question.AsksWhen && entry.TellsTime ? TellsTime : 1) * (1 + NearnessOf(entry));

    private double Standing(Entry entry) =>
        (entry.IsQuestion ? IsQuestion : 1)
        * (entry.HasEnded(_now) ? IsNoLongerTrue : 1)
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
        var entry = _table.Entries[number]!;
        var terms = _question.Terms
            .Where(term => term.Number is { } known && _table.Vocabulary.PostingsOf(known).Contains(number))
            .Select(term => _table.Vocabulary.PostingsOf(term.Number!.Value).Term);
        var own = ScoreOf(entry);
        var reasons = new SearchReasons(
            WordsOf(entry),
            _scores.SessionOf(number),
            NameFactor(entry),
            TimeFactor(entry),
            Standing(entry) * (score == own ? 1 : score / own),
            CoverageOf(entry),
            [.. terms])
        {
            Meaning = _closeness?.Of(number),
        };

        return new SearchHit(entry.Id, score, Confidence.Of(reasons.Coverage), reasons);
    }

    /// <summary>
    /// The share of the question that it has itself: its words by rarity, and an author and a time that are named, each like a word of middling rarity. What
    /// no memory holds is asked for as well, so where nothing answers, every share is small; without its number, a question is at best half covered.
    /// </summary>
    private double CoverageOf(Entry entry)
    {
        var (covered, all) = (0.0, 0.0);
        foreach (var term in _question.Terms)
        {
            var rarity = _scores.RarityOf(term);
            all += rarity;
            covered += rarity * term.Weight * HoldingOf(entry.Number, term);
        }

        var one = all > 0 ? all / _question.Terms.Count : 1;
        if (_question.NamesAuthor)
        {
            (covered, all) = (covered + (IsNamed(entry) ? one : 0), all + one);
        }

        if (_window is not null)
        {
            (covered, all) = (covered + (one * Math.Clamp(NearnessOf(entry), 0, 1)), all + one);
        }

        var share = all > 0 ? covered / all : 0;
        return _question.AsksForStrangeNumber ? OfAnotherNumber * share : share;
    }

    private double HoldingOf(int number, QueryTerm term)
    {
        if (term.Number is not { } known)
        {
            return 0;
        }

        var postings = _table.Vocabulary.PostingsOf(known);
        return postings.Contains(number) ? 1 : _inherited.TryGetValue(number, out var heir) && postings.Contains(heir.From) ? FromPredecessor : 0;
    }
}
