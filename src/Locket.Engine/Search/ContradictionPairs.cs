using System.Text;
using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>
/// Finds memories of one kind about one thing that cannot both be so. It only shows them: which of them is right, nobody but the user knows. What is
/// taken for a claim is a matter of English words; it is meant to be right in what it shows, not to show all.
/// </summary>
internal static class ContradictionPairs
{
    /// <summary>A claim is compared with so many before it, so that a thing with thousands of them does not hold up the space.</summary>
    private const int MostCompared = 64;

    /// <param name="before">Only pairs whose later memory is older than this sequence.</param>
    /// <returns>By their later memory, the newest first.</returns>
    public static ContradictionPage Page(MemoryTable table, long? before, int limit, long now)
    {
        var claims = new Dictionary<(int Name, string Kind), List<(Entry Entry, Statement? Claim, string Text)>>();
        var found = new List<Contradiction>();
        foreach (var entry in table.Entries)
        {
            if (entry is not { Status: MemoryStatus.Active, Text: { } utf8, About.Length: > 0, IsQuestion: false, Language: Language.English, Kind: not MemoryKinds.File }
                || entry.HasExpired(now) || (entry.ValidUntilTicks != 0 && entry.ValidUntilTicks <= now))
            {
                continue;
            }

            var text = Encoding.UTF8.GetString(utf8.Span);
            var claim = Statement.Read(text, entry.About);
            var seen = new HashSet<MemoryId>();
            for (var at = 0; at < entry.AboutNames.Length; at++)
            {
                var same = Same(claims, (entry.AboutNames[at], entry.Kind));
                for (var other = same.Count - 1; other >= Math.Max(0, same.Count - MostCompared); other--)
                {
                    var earlier = same[other];
                    var isOne = claim is not null && earlier.Claim is not null
                        ? claim.Contradicts(earlier.Claim)
                        : entry.Words.Span.Length == earlier.Entry.Words.Span.Length && IsSameWords(table, entry, earlier.Entry) && Statement.Deny(text, earlier.Text);
                    if (isOne && seen.Add(earlier.Entry.Id) && !(before <= entry.Sequence))
                    {
                        found.Add(new Contradiction(entry.About[at], entry.Kind, entry.Id, earlier.Entry.Id, entry.Sequence));
                    }
                }

                same.Add((entry, claim, text));
            }
        }

        // All pairs of one later memory stand on one page, for the cursor names that memory.
        found.Reverse();
        var end = Math.Min(limit, found.Count);
        while (end > 0 && end < found.Count && found[end].Sequence == found[end - 1].Sequence)
        {
            end++;
        }

        return new ContradictionPage(found.GetRange(0, end), end < found.Count ? found[end - 1].Sequence : null);
    }

    private static List<T> Same<TKey, T>(Dictionary<TKey, List<T>> all, TKey key)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var list))
        {
            all[key] = list = [];
        }

        return list;
    }

    private static bool IsSameWords(MemoryTable table, Entry one, Entry other) =>
        table.Vocabulary.TermsOf(one.Words.Span).ToHashSet().SetEquals(table.Vocabulary.TermsOf(other.Words.Span));
}

/// <summary>Two memories that cannot both be so.</summary>
/// <param name="About">The thing that both are about.</param>
/// <param name="Later">The one that was written later.</param>
/// <param name="Sequence">Of the later one.</param>
public sealed record Contradiction(string About, string Kind, MemoryId Later, MemoryId Earlier, long Sequence);

/// <param name="Next">Ask again before this sequence; null at the end.</param>
public sealed record ContradictionPage(IReadOnlyList<Contradiction> Found, long? Next);
