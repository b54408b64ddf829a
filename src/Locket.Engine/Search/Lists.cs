using System.Buffers;
using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>Answers that need no ranking: lists, texts that contain another, texts that nearly equal another.</summary>
internal static class Lists
{
    private const double NearlyEqual = 0.8;
    private const int ShareOfOutside = 10;

    /// <summary>How many memories a look for near duplicates may compare, so that its cost does not grow with the space.</summary>
    private const int MaxCompared = 256;

    public static ListPage Page(MemoryTable table, ListQuery query)
    {
        var ids = new List<MemoryId>();
        var last = 0L;
        for (var number = FirstBefore(table, query.Before) - 1; number >= 0; number--)
        {
            if (table.Entries[number] is not { } entry || !IsListed(entry, query))
            {
                continue;
            }

            if (ids.Count == query.Limit)
            {
                return new ListPage(ids, last);
            }

            ids.Add(entry.Id);
            last = entry.Sequence;
        }

        return new ListPage(ids, null);
    }

    /// <summary>Of what the query lists, the memories whose text contains another; none that is older than the last of those asked for.</summary>
    public static SubstringResult Containing(MemoryTable table, ListQuery query, string text)
    {
        var (ids, unchecked_) = (new List<MemoryId>(), new List<MemoryId>());
        var letters = new char[Entry.MaxTextBytes];
        var wanted = SearchValues.Create([text], StringComparison.OrdinalIgnoreCase);
        for (var number = table.Entries.Length - 1; number >= 0 && ids.Count < query.Limit; number--)
        {
            if (table.Entries[number] is not { } entry || !IsListed(entry, query))
            {
                continue;
            }

            if (entry.Text is not { } utf8)
            {
                unchecked_.Add(entry.Id);
            }
            else if (Holds(utf8.Span, wanted, letters))
            {
                ids.Add(entry.Id);
            }
        }

        return new SubstringResult(ids, unchecked_);
    }

    /// <summary>
    /// Who somebody is: of the kinds, what still holds, the most trusted first and of equals the newest. What came from outside gives no instructions, and
    /// is at most a tenth of the rest, so that it puts nobody's own words out.
    /// </summary>
    public static IReadOnlyList<MemoryId> Profile(MemoryTable table, ListQuery query)
    {
        var found = new List<MemoryId>[(int)Trust.Curated + 1];
        Array.ForEach(Enum.GetValues<Trust>(), trust => found[(int)trust] = []);
        for (var number = table.Entries.Length - 1; number >= 0; number--)
        {
            if (table.Entries[number] is { } entry
                && found[(int)entry.Trust].Count < (entry.Trust == Trust.External ? query.Limit / ShareOfOutside : query.Limit)
                && !(entry is { Trust: Trust.External, Kind: MemoryKinds.Instruction })
                && !entry.HasEnded(query.Now.UtcTicks)
                && IsListed(entry, query))
            {
                found[(int)entry.Trust].Add(entry.Id);
            }
        }

        return [.. found.Reverse().SelectMany(ids => ids).Take(query.Limit)];
    }

    public static IReadOnlyList<MemoryId> Marked(MemoryTable table, long mark)
    {
        var ids = new List<MemoryId>();
        for (var number = table.Entries.Length - 1; number >= 0; number--)
        {
            if (table.Entries[number] is { Status: MemoryStatus.Active } entry && entry.TextMark == mark)
            {
                ids.Add(entry.Id);
            }
        }

        return ids;
    }

    public static IReadOnlyList<(MemoryId Id, string Path)> Files(MemoryTable table, long now)
    {
        var files = new List<(MemoryId Id, string Path)>();
        foreach (var entry in table.Entries)
        {
            if (entry is { Status: MemoryStatus.Active, Kind: MemoryKinds.File, About: [var path] } && !entry.HasExpired(now))
            {
                files.Add((entry.Id, path));
            }
        }

        return files;
    }

    public static IReadOnlyList<MemoryId> LongAboutThings(MemoryTable table, long now)
    {
        var ids = new List<MemoryId>();
        for (var number = table.Entries.Length - 1; number >= 0; number--)
        {
            if (table.Entries[number] is { Status: MemoryStatus.Active, Text: null, About.Length: > 0, Kind: not MemoryKinds.File } entry && !entry.HasExpired(now))
            {
                ids.Add(entry.Id);
            }
        }

        return ids;
    }

    public static SubstringResult Containing(MemoryTable table, string text, int limit, long now)
    {
        var (ids, unchecked_) = (new List<MemoryId>(), new List<MemoryId>());
        var letters = new char[Entry.MaxTextBytes];
        var wanted = SearchValues.Create([text], StringComparison.OrdinalIgnoreCase);
        for (var number = table.Entries.Length - 1; number >= 0 && ids.Count < limit; number--)
        {
            if (table.Entries[number] is not { Status: MemoryStatus.Active } entry || entry.HasExpired(now))
            {
                continue;
            }

            if (entry.Kind.Contains(text, StringComparison.OrdinalIgnoreCase) || (entry.Text is { } utf8 && Holds(utf8.Span, wanted, letters)))
            {
                ids.Add(entry.Id);
            }
            else if (entry.Text is null)
            {
                unchecked_.Add(entry.Id);
            }
        }

        return new SubstringResult(ids, unchecked_);
    }

    /// <summary>
    /// Active memories that share at least four in five of their terms with this one. Whoever does so shares one of
    /// its rarest fifth (prefix filtering: Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", ICDE 2006).
    /// </summary>
    public static IReadOnlyList<MemoryId> NearDuplicates(MemoryTable table, Entry entry)
    {
        var vocabulary = table.Vocabulary;
        var terms = vocabulary.TermsOf(entry.Words.Span);
        var rarest = terms
            .OrderBy(term => vocabulary.PostingsOf(term).Items.Length)
            .ThenBy(term => vocabulary.PostingsOf(term).Term, StringComparer.Ordinal)
            .Take((int)Math.Floor((1 - NearlyEqual) * terms.Count) + 1);
        var compared = new HashSet<int> { entry.Number };
        var near = new SortedSet<int>();
        foreach (var term in rarest)
        {
            var items = vocabulary.PostingsOf(term).Items;
            for (var at = items.Length - 1; at >= 0 && compared.Count <= MaxCompared; at--)
            {
                var number = Postings.NumberOf(items[at]);
                if (compared.Add(number) && table.Entries[number] is { Status: MemoryStatus.Active } other && IsNear(vocabulary, terms, other))
                {
                    near.Add(number);
                }
            }
        }

        return [.. near.Reverse().Select(number => table.Entries[number]!.Id)];
    }

    private static bool IsListed(Entry entry, ListQuery query) =>
        (query.Status is not { } status || entry.Status == status)
        && (query.IncludeExpired || !entry.HasExpired(query.Now.UtcTicks))
        && query.Filter.Admits(entry);

    private static bool IsNear(Vocabulary vocabulary, List<int> terms, Entry other)
    {
        var others = vocabulary.TermsOf(other.Words.Span);
        var shared = others.Count(terms.Contains);
        return shared >= NearlyEqual * (terms.Count + others.Count - shared);
    }

    private static bool Holds(ReadOnlySpan<byte> utf8, SearchValues<string> text, char[] letters)
    {
        var count = Encoding.UTF8.GetChars(utf8, letters);
        return letters.AsSpan(0, count).ContainsAny(text);
    }

    /// <returns>The number of the first entry that is not older than the sequence.</returns>
    private static int FirstBefore(MemoryTable table, long? before)
    {
        var entries = table.Entries;
        if (before is not { } sequence)
        {
            return entries.Length;
        }

        // Purged entries tell no sequence, so they are stepped over.
        var at = entries.Length;
        while (at > 0 && !(entries[at - 1]?.Sequence < sequence))
        {
            at--;
        }

        return at;
    }
}
