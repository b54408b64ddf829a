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

    private readonly MemoryTable _table;
    private readonly long _now;
    private readonly Dictionary<int, bool> _claimTerms = [];

    /// <summary>By the number of the memory: to read one takes a hundred times as long as to compare it.</summary>
    private readonly Dictionary<int, Statement> _read = [];
    private readonly Dictionary<(int Name, string Kind, string Key), List<Claim>> _claims = [];

    /// <summary>By the terms of memories some of which have a "not": only such can be denied, and texts are long to read.</summary>
    private readonly Dictionary<(int Name, string Kind, long Terms), List<Entry>> _denied = [];

    private ContradictionPairs(MemoryTable table, long now)
    {
        (_table, _now) = (table, now);
        var denied = new HashSet<long>();
        foreach (var entry in table.Entries)
        {
            if (entry is not null && IsComparable(entry) && ClaimWords.MayDeny(entry.Text!.Value.Span))
            {
                denied.Add(TermsOf(entry));
            }
        }

        foreach (var entry in table.Entries)
        {
            if (entry is not null && IsComparable(entry))
            {
                Take(entry, denied.Contains(TermsOf(entry)));
            }
        }
    }

    /// <param name="before">Only pairs whose later memory is older than this sequence.</param>
    /// <returns>By their later memory, the newest first; all pairs of one on one page, for the cursor names that memory.</returns>
    public static ContradictionPage Page(MemoryTable table, long? before, int limit, long now) => new ContradictionPairs(table, now).Page(before, limit);

    private ContradictionPage Page(long? before, int limit)
    {
        var found = new List<Contradiction>();
        for (var number = _table.Entries.Length - 1; number >= 0; number--)
        {
            if (_table.Entries[number] is not { } entry || !IsComparable(entry))
            {
                continue;
            }

            var pairs = PairsOf(entry);
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
        entry is { Status: MemoryStatus.Active, Text: not null, About.Length: > 0, IsQuestion: false, Language: Language.English, Kind: not MemoryKinds.File }
        && !entry.HasExpired(_now)
        && (entry.ValidUntilTicks == 0 || entry.ValidUntilTicks > _now);

    private void Take(Entry entry, bool mayBeDenied)
    {
        var claim = MayClaim(entry) ? Statement.Read(TextOf(entry), entry.About) : null;
        if (claim is not null)
        {
            _read[entry.Number] = claim;
        }

        foreach (var name in entry.AboutNames.Distinct())
        {
            if (claim is not null)
            {
                ListOf(_claims, (name, entry.Kind, claim.Key)).Add(new Claim(entry, claim));
            }

            if (mayBeDenied)
            {
                ListOf(_denied, (name, entry.Kind, TermsOf(entry))).Add(entry);
            }
        }
    }

    /// <summary>With those before it. Asked from the newest on, so it stands last in its lists, and leaves them.</summary>
    private List<Contradiction> PairsOf(Entry entry)
    {
        var pairs = new List<Contradiction>();
        var claim = _read.GetValueOrDefault(entry.Number);
        foreach (var (name, at) in entry.AboutNames.Select((name, at) => (name, at)).DistinctBy(item => item.name))
        {
            if (claim is not null)
            {
                foreach (var earlier in Before(ListOf(_claims, (name, entry.Kind, claim.Key))).Where(earlier => claim.Contradicts(earlier.Said)))
                {
                    Add(earlier.Entry, at);
                }
            }

            if (_denied.TryGetValue((name, entry.Kind, TermsOf(entry)), out var same))
            {
                foreach (var earlier in Before(same).Where(earlier => Statement.Deny(TextOf(entry), TextOf(earlier))))
                {
                    Add(earlier, at);
                }
            }
        }

        return pairs;

        void Add(Entry earlier, int at)
        {
            if (!pairs.Exists(pair => pair.Earlier == earlier.Id))
            {
                pairs.Add(new Contradiction(entry.About[at], entry.Kind, entry.Id, earlier.Id, entry.Sequence));
            }
        }
    }

    private static IEnumerable<T> Before<T>(List<T> list)
    {
        list.RemoveAt(list.Count - 1);
        return list.AsEnumerable().Reverse().Take(MostCompared);
    }

    private bool MayClaim(Entry entry)
    {
        if (entry.Text!.Value.Length > Statement.MostBytes)
        {
            return false;
        }

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

    private sealed record Claim(Entry Entry, Statement Said);
}
