using System.Text;
using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>
/// Finds memories of one kind about one thing that cannot both be so. It only shows them: which of them is right, nobody but the user knows. What is
/// taken for a claim is a matter of English words; it is meant to be right in what it shows, not to show all.
/// </summary>
internal sealed class ContradictionPairs
{
    /// <summary>A claim is compared with so many before it that claim the same thing, so that thousands of them do not hold up the space.</summary>
    private const int MostCompared = 16;

    /// <summary>And with so many in all, whatever it is about: a memory may name 32 things.</summary>
    private const int MostComparedInAll = 64;

    /// <summary>One memory brings so many pairs, which all stand on one page.</summary>
    private const int MostPairs = 16;

    private readonly MemoryTable _table;
    private readonly long _now;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<int, bool> _claimTerms = [];

    /// <summary>By the number of the memory: to read one takes a hundred times as long as to compare it.</summary>
    private readonly Dictionary<int, Reading> _read = [];
    private readonly Dictionary<(int Name, string Kind, string Key), List<Entry>> _claims = [];

    /// <summary>By the terms of memories some of which have a "not": only such can be denied.</summary>
    private readonly Dictionary<(int Name, string Kind, long Terms), List<Entry>> _denied = [];

    private ContradictionPairs(MemoryTable table, long now, CancellationToken cancellationToken)
    {
        (_table, _now, _cancellationToken) = (table, now, cancellationToken);
        var comparable = new List<(Entry Entry, long Terms)>();
        var denied = new HashSet<long>();
        foreach (var entry in table.Entries)
        {
            if (entry is not null && IsComparable(entry))
            {
                comparable.Add((entry, TermsOf(entry)));
                if (ClaimWords.MayDeny(entry.Text!.Value.Span))
                {
                    denied.Add(comparable[^1].Terms);
                }
            }
        }

        foreach (var (entry, terms) in comparable)
        {
            Take(entry, denied.Contains(terms) ? terms : null);
        }
    }

    /// <param name="before">Only pairs whose later memory is older than this sequence.</param>
    /// <returns>By their later memory, the newest first; all pairs of one on one page, for the cursor names that memory.</returns>
    public static ContradictionPage Page(MemoryTable table, long? before, int limit, long now, CancellationToken cancellationToken) =>
        new ContradictionPairs(table, now, cancellationToken).Page(before, limit);

    private ContradictionPage Page(long? before, int limit)
    {
        var found = new List<Contradiction>();
        for (var number = _table.Entries.Length - 1; number >= 0; number--)
        {
            if (!_read.TryGetValue(number, out var read))
            {
                continue;
            }

            var entry = _table.Entries[number]!;
            var pairs = PairsOf(entry, read);
            if (before <= entry.Sequence || pairs.Count == 0)
            {
                continue;
            }

            if (found.Count >= limit)
            {
                return new ContradictionPage(found, found[^1].Sequence);
            }

            found.AddRange(pairs);
        }

        return new ContradictionPage(found, null);
    }

    private bool IsComparable(Entry entry) =>
        entry is { Status: MemoryStatus.Active, Text.Length: <= Statement.MostBytes, About.Length: > 0, IsQuestion: false, Language: Language.English, Kind: not MemoryKinds.File }
        && !entry.HasExpired(_now)
        && (entry.ValidUntilTicks == 0 || entry.ValidUntilTicks > _now);

    private void Take(Entry entry, long? deniedTerms)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var read = new Reading(
            MayClaim(entry) ? Statement.Read(TextOf(entry), entry.About) : null,
            deniedTerms is not null ? Statement.IsNegated(TextOf(entry)) : null,
            deniedTerms ?? 0);
        if (read is { Claim: null, IsNegated: null })
        {
            return;
        }

        _read[entry.Number] = read;
        foreach (var name in entry.AboutNames)
        {
            if (read.Claim is { } claim)
            {
                ListOf(_claims, (name, entry.Kind, claim.Key)).Add(entry);
            }

            if (read.IsNegated is not null)
            {
                ListOf(_denied, (name, entry.Kind, read.Terms)).Add(entry);
            }
        }
    }

    /// <summary>With those before it. Asked from the newest on, so it stands last in its lists, and leaves them.</summary>
    private List<Contradiction> PairsOf(Entry entry, Reading read)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var pairs = new List<Contradiction>();
        var left = MostComparedInAll;
        foreach (var name in entry.AboutNames)
        {
            if (read.Claim is { } claim)
            {
                Compare(ListOf(_claims, (name, entry.Kind, claim.Key)), name, earlier => claim.Contradicts(earlier.Claim!));
            }

            if (read.IsNegated is { } isNegated)
            {
                Compare(ListOf(_denied, (name, entry.Kind, read.Terms)), name, earlier => earlier.IsNegated != isNegated);
            }
        }

        return pairs;

        void Compare(List<Entry> same, int name, Func<Reading, bool> isAgainst)
        {
            same.RemoveAt(same.Count - 1);
            for (var at = same.Count - 1; at >= 0 && at >= same.Count - MostCompared && left > 0 && pairs.Count < MostPairs; at--, left--)
            {
                var earlier = same[at];
                if (isAgainst(_read[earlier.Number]) && !pairs.Exists(pair => pair.Earlier == earlier.Id))
                {
                    pairs.Add(new Contradiction(Label(entry, name), entry.Kind, entry.Id, earlier.Id, entry.Sequence));
                }
            }
        }
    }

    /// <summary>The name as this memory writes it; some of what a memory is about may be no name, and some the same one.</summary>
    private string Label(Entry entry, int name) => entry.About.First(about => _table.Names.Find(about) == name);

    private bool MayClaim(Entry entry)
    {
        foreach (var word in entry.Words.Span)
        {
            var term = _table.Vocabulary.TermOf(word);
            if (term == Vocabulary.NoTerm)
            {
                continue;
            }

            if (!_claimTerms.TryGetValue(term, out var claims))
            {
                _claimTerms[term] = claims = ClaimWords.MayClaim(_table.Vocabulary.PostingsOf(term).Term);
            }

            if (claims)
            {
                return true;
            }
        }

        return false;
    }

    private long TermsOf(Entry entry) => TermMark.Of(_table.Vocabulary.TermsOf(entry.Words.Span));

    private static string TextOf(Entry entry) => Encoding.UTF8.GetString(entry.Text!.Value.Span);

    private static List<T> ListOf<TKey, T>(Dictionary<TKey, List<T>> all, TKey key)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var list))
        {
            all[key] = list = [];
        }

        return list;
    }

    /// <param name="IsNegated">Whether it has a "not"; null where that does not matter.</param>
    /// <param name="Terms">Mark of its terms, where it does.</param>
    private sealed record Reading(Statement? Claim, bool? IsNegated, long Terms);
}
