using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>A query as the index understands it: terms, names, and what it asks about time.</summary>
internal sealed class Question
{
    private const int MinFuzzyLength = 4;
    private const int MaxFuzzyWords = 8;
    private const int MaxFuzzyDifference = 4;
    private const double FuzzyWeight = 0.8;

    private readonly MemoryTable _table;
    private readonly Language _language;
    private readonly Dictionary<string, int[]> _holders = new(StringComparer.Ordinal);

    private Question(MemoryTable table, Language language) => (_table, _language) = (table, language);

    /// <summary>Those that some active memory holds, and after them those that none does.</summary>
    public IReadOnlyList<QueryTerm> Terms { get; private set; } = [];

    /// <summary>Terms that follow one another in it, stop words aside.</summary>
    public IReadOnlyList<(int First, int Second)> Pairs { get; private set; } = [];

    /// <summary>Numbers of the names in it; empty for none.</summary>
    public HashSet<int> Names { get; } = [];

    /// <summary>An author that it names left its words, so it asks for more than they say.</summary>
    public bool NamesAuthor { get; private set; }

    /// <summary>It names people or things in more than one place.</summary>
    public bool NamesSeveral { get; private set; }

    public bool AsksWhen { get; private set; }

    /// <summary>It asks for a number, such as that of an invoice, that nothing remembered has.</summary>
    public bool AsksForStrangeNumber => Window is null && Terms.Any(term => term.Number is null && HasDigit(term.Word));

    public INamedTime? Window { get; private set; }

    /// <summary>The time is told by more than a plain date.</summary>
    public bool HasPhrase { get; private set; }

    /// <summary>It is another time at another now.</summary>
    public bool NeedsNow { get; private set; }

    /// <summary>A time that is counted from something remembered; null for none.</summary>
    public Anchor? From { get; private set; }

    public IReadOnlyList<string> Dropped { get; private set; } = [];

    /// <param name="isRelative">Whether "last week" and the like are understood; else they are words like others.</param>
    public static Question Read(string text, MemoryTable table, DateTime now, bool isRelative)
    {
        var words = Analyser.WordList(text);
        var question = new Question(table, Languages.Of(Text.Unicode.Fold(text)))
        {
            AsksWhen = words.Contains("when", StringComparer.Ordinal) || Follows(words, "how", "long") || Follows(words, "what", "date")
                || Follows(words, "which", "year") || Follows(words, "what", "year") || Follows(words, "which", "month"),
        };
        words = question.TakeTime(words, now, isRelative);
        var rest = question.TakeNames(words);
        var terms = question.Understand(rest);
        if (terms.Count == 0)
        {
            // Nothing but names: then the names are what is asked for.
            terms = question.Understand(words);
        }

        question.Pairs = [.. terms.Zip(terms.Skip(1)).Where(pair => pair is { First.Number: not null, Second.Number: not null })
            .Select(pair => (pair.First.Number!.Value, pair.Second.Number!.Value)).Take(Analyser.MaxQueryTerms)];
        question.Keep(terms);
        return question;
    }

    /// <summary>Words that need a now to mean a time leave the query: "last week" in a memory is another week.</summary>
    private List<string> TakeTime(List<string> words, DateTime now, bool isRelative)
    {
        var window = DateWindow.Find(words);
        if (!isRelative || TimePhrases.Find(words, now, window?.Date) is not { } phrase)
        {
            Window = window is null ? null : window with { Now = now };
            return words;
        }

        (HasPhrase, NeedsNow) = (true, phrase.NeedsNow);

        Window = phrase.Range;
        From = phrase.Range is null ? new Anchor(string.Join(' ', words.Skip(phrase.AnchorAt)), phrase.Step, phrase.Slack) : null;

        return [.. words.Take(phrase.At), .. words.Skip(phrase.End)];
    }

    /// <summary>Authors leave the query, because people seldom name themselves; things stay in it as words too, and so does what more say than are called so.</summary>
    private List<string> TakeNames(List<string> words)
    {
        var rest = new List<string>();
        var places = 0;
        for (var at = 0; at < words.Count;)
        {
            var (count, names) = _table.Names.Match(words, at);
            Names.UnionWith(names);
            places += count > 0 ? 1 : 0;
            var kept = words.GetRange(at, Math.Max(count, 1));
            if (count > 0 && names.Any(_table.Names.IsAuthor))
            {
                NamesAuthor |= kept.RemoveAll(word => _table.Names.IsOfAuthors(names, HoldersOf(word))) > 0;
            }

            rest.AddRange(kept);

            at += Math.Max(count, 1);
        }

        NamesSeveral = places > 1;
        return rest;
    }

    /// <returns>How many active memories of each trust hold a word. A name that is said a thousand times is counted once.</returns>
    private int[] HoldersOf(string word)
    {
        if (_holders.TryGetValue(word, out var known))
        {
            return known;
        }

        var holders = _holders[word] = new int[(int)Trust.Curated + 1];
        if (_table.Vocabulary.Find(word, _language, IsKnown) is { } term and not Vocabulary.NoTerm)
        {
            foreach (var item in _table.Vocabulary.PostingsOf(term).Items)
            {
                var entry = _table.Entries[Postings.NumberOf(item)]!;
                holders[(int)entry.Trust] += entry.Status == Records.MemoryStatus.Active ? 1 : 0;
            }
        }

        return holders;
    }

    private List<QueryTerm> Understand(List<string> words)
    {
        var terms = new List<QueryTerm>();
        var guesses = 0;

        // A word that is said a thousand times is looked for once: where it was forgotten, that walks all that ever held it.
        var known = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (!known.TryGetValue(word, out var found))
            {
                found = _table.Vocabulary.Find(word, _language, IsKnown);
                known.Add(word, found);
            }

            if (found == Vocabulary.NoTerm)
            {
                continue;
            }

            var term = new QueryTerm(word, found, 1);
            if (term.Number is null && word.Length >= MinFuzzyLength && !HasDigit(word) && !DateNames.IsShort(word) && guesses++ < MaxFuzzyWords && Nearest(word) is { } near)
            {
                term = new QueryTerm(word, near, FuzzyWeight);
            }

            if (!terms.Exists(other => term.Number is null ? string.Equals(other.Word, word, StringComparison.Ordinal) : other.Number == term.Number))
            {
                terms.Add(term);
            }
        }

        return terms;
    }

    /// <summary>Some active memory holds it, or one that another took the place of: its successor is found by it.</summary>
    private bool IsKnown(int term)
    {
        var postings = _table.Vocabulary.PostingsOf(term);
        if (postings.Active > 0)
        {
            return true;
        }

        foreach (var item in postings.Items)
        {
            if (_table.Entries[Postings.NumberOf(item)]!.Status == Records.MemoryStatus.Superseded)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The term of a word within one edit, also of a stem within one edit of the stem, so that a mistyped "runing" finds "ran". A first letter is
    /// seldom the wrong one; then what most active memories hold counts.
    /// </summary>
    private int? Nearest(string word)
    {
        var stem = Analyser.TermOf(word, _language) ?? word;
        var (best, rank, nearest) = ((int?)null, (IsFirst: false, Active: 0), default(Word));
        foreach (var other in _table.Vocabulary.Words)
        {
            if (other.Term == Vocabulary.NoTerm || other.Text.Length < MinFuzzyLength - 1 || Math.Abs(other.Text.Length - word.Length) > MaxFuzzyDifference)
            {
                continue;
            }

            var postings = _table.Vocabulary.PostingsOf(other.Term);
            if (postings.Active == 0 || HasDigit(other.Text) || !(OneEdit.Apart(word, other.Text) || (stem.Length >= MinFuzzyLength && OneEdit.Apart(stem, postings.Term))))
            {
                continue;
            }

            var mine = (other.Text[0] == word[0], postings.Active);
            if (mine.CompareTo(rank) > 0 || (mine == rank && IsBefore(other, nearest)))
            {
                (best, rank, nearest) = (other.Term, mine, other);
            }
        }

        return best;
    }

    /// <summary>A number with one digit changed is another number, no typing error.</summary>
    private static bool HasDigit(string word)
    {
        foreach (var sign in word)
        {
            if (char.IsDigit(sign))
            {
                return true;
            }
        }

        return false;
    }

    // The same word of two languages is two words with two stems.
    private static bool IsBefore(Word one, Word other) =>
        string.CompareOrdinal(one.Text, other.Text) is var order and not 0 ? order < 0 : one.Language < other.Language;

    private void Keep(List<QueryTerm> terms)
    {
        // The rarest say most; what no memory holds can find nothing, and goes first.
        var byUse = terms
            .Select((term, at) => (term, at, frequency: term.Number is { } number ? _table.Vocabulary.PostingsOf(number).Active : int.MaxValue))
            .OrderBy(item => item.frequency)
            .ThenBy(item => item.at)
            .Select(item => item.term)
            .ToList();
        Terms = byUse.GetRange(0, Math.Min(byUse.Count, Analyser.MaxQueryTerms));
        Dropped = [.. byUse.Skip(Analyser.MaxQueryTerms).Select(term => term.Word)];
    }

    private static bool Follows(List<string> words, string first, string second)
    {
        var at = words.IndexOf(first);
        return at >= 0 && at + 1 < words.Count && string.Equals(words[at + 1], second, StringComparison.Ordinal);
    }
}

/// <param name="Text">What is remembered.</param>
/// <param name="Step">Days after it, or before it when negative.</param>
/// <param name="Slack">Days more or less that are meant as well.</param>
internal sealed record Anchor(string Text, int Step, int Slack);

/// <param name="Word">As it stands in the query.</param>
/// <param name="Number">Of the term; null when no active memory holds anything like it.</param>
/// <param name="Weight">Less than 1 for a guess.</param>
internal sealed record QueryTerm(string Word, int? Number, double Weight);
