namespace Locket.Engine.Search;

/// <summary>A query as the index understands it: terms, names, and what it asks about time.</summary>
internal sealed class Question
{
    private const int MinFuzzyLength = 4;
    private const int MaxFuzzyWords = 8;
    private const double FuzzyWeight = 0.8;

    private readonly MemoryTable _table;

    private Question(MemoryTable table) => _table = table;

    /// <summary>Those that some active memory holds, and after them those that none does.</summary>
    public IReadOnlyList<QueryTerm> Terms { get; private set; } = [];

    /// <summary>Numbers of the names in it; empty for none.</summary>
    public HashSet<int> Names { get; } = [];

    /// <summary>It names people or things in more than one place.</summary>
    public bool NamesSeveral { get; private set; }

    public bool AsksWhen { get; private set; }

    public DateWindow? Window { get; private set; }

    public IReadOnlyList<string> Dropped { get; private set; } = [];

    public static Question Read(string text, MemoryTable table)
    {
        var words = Analyser.WordList(text);
        var question = new Question(table)
        {
            AsksWhen = words.Contains("when", StringComparer.Ordinal) || Follows(words, "how", "long") || Follows(words, "what", "date")
                || Follows(words, "which", "year") || Follows(words, "what", "year") || Follows(words, "which", "month"),
            Window = DateWindow.Find(words),
        };
        var rest = question.TakeNames(words);
        var terms = question.Understand(rest);
        if (terms.Count == 0)
        {
            // Nothing but names: then the names are what is asked for.
            terms = question.Understand(words);
        }

        question.Keep(terms);
        return question;
    }

    /// <summary>Authors leave the query, because people seldom name themselves; things stay in it as words too.</summary>
    private List<string> TakeNames(List<string> words)
    {
        var rest = new List<string>();
        var places = 0;
        for (var at = 0; at < words.Count;)
        {
            var (count, names) = _table.Names.Match(words, at);
            Names.UnionWith(names);
            places += count > 0 ? 1 : 0;
            if (count == 0 || !names.Any(_table.Names.IsAuthor))
            {
                rest.AddRange(words.GetRange(at, Math.Max(count, 1)));
            }

            at += Math.Max(count, 1);
        }

        NamesSeveral = places > 1;
        return rest;
    }

    private List<QueryTerm> Understand(List<string> words)
    {
        var terms = new List<QueryTerm>();
        var guesses = 0;
        foreach (var word in words)
        {
            var found = _table.Vocabulary.Find(word);
            if (found == Vocabulary.NoTerm)
            {
                continue;
            }

            var term = Known(found) ? new QueryTerm(word, found, 1) : new QueryTerm(word, null, 1);
            if (term.Number is null && word.Length >= MinFuzzyLength && guesses++ < MaxFuzzyWords && Nearest(word) is { } near)
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

    private bool Known(int? term) => term is { } number && _table.Vocabulary.PostingsOf(number).Active > 0;

    /// <summary>The term of the word within one edit that most active memories hold.</summary>
    private int? Nearest(string word)
    {
        var (best, frequency, text) = ((int?)null, 0, "");
        foreach (var other in _table.Vocabulary.Words)
        {
            if (other.Term == Vocabulary.NoTerm || !OneEdit.Apart(word, other.Text))
            {
                continue;
            }

            var active = _table.Vocabulary.PostingsOf(other.Term).Active;
            if (active > frequency || (active == frequency && active > 0 && string.CompareOrdinal(other.Text, text) < 0))
            {
                (best, frequency, text) = (other.Term, active, other.Text);
            }
        }

        return best;
    }

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

/// <param name="Word">As it stands in the query.</param>
/// <param name="Number">Of the term; null when no active memory holds anything like it.</param>
/// <param name="Weight">Less than 1 for a guess.</param>
internal sealed record QueryTerm(string Word, int? Number, double Weight);
