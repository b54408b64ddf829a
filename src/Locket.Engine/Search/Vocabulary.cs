namespace Locket.Engine.Search;

/// <summary>
/// The words of one space as they are written, the terms they stem to, and where each term occurs. A word nobody uses
/// any more is gone from here, so that a purge leaves nothing behind and a caught-up index equals a rebuilt one.
/// </summary>
internal sealed partial class Vocabulary
{
    /// <summary>The term of a stop word: none.</summary>
    public const int NoTerm = -1;

    private const int WordBytes = 90;
    private const int TermBytes = 130;

    private readonly Dictionary<string, int>[] _numbers = [.. Enumerable.Range(0, Languages.Count).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly int[] _uses = new int[Languages.Count];
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<Word> _words = [];
    private readonly List<Postings?> _postings = [];
    private readonly Stack<int> _freeWords = new();
    private readonly Stack<int> _freeTerms = new();

    /// <summary>Rough number of bytes this takes.</summary>
    public long Bytes { get; private set; }

    public ReadOnlySpan<Word> Words => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_words);

    public Postings PostingsOf(int term) => _postings[term]!;

    public int TermOf(int word) => _words[word].Term;

    /// <returns>The term of a word that is known here, or <see cref="NoTerm"/>.</returns>
    public int TermOf(ReadOnlySpan<char> word, Language ofText) =>
        _numbers[(int)Languages.OfWord(word, ofText)].GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number) ? _words[number].Term : NoTerm;

    public bool IsTimeWord(int word) => _words[word].IsTime;

    /// <summary>The number of a word of a memory; a new word is taken in.</summary>
    /// <param name="ofText">The language of the text it stands in.</param>
    public int Number(ReadOnlySpan<char> word, Language ofText)
    {
        var language = Languages.OfWord(word, ofText);
        var numbers = _numbers[(int)language];
        if (numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number))
        {
            return number;
        }

        var text = word.ToString();
        var term = Analyser.TermOf(text, language) is { } stem ? TermNumber(stem) : NoTerm;
        number = Place(_words, _freeWords, new Word(text, language, term, TimeWords.Contains(text), 0));
        numbers.Add(text, number);
        Bytes += WordBytes + (2 * text.Length);

        return number;
    }

    /// <summary>
    /// The term of a word of a query. A short query may not show its language, and a space may hold several: where the word is not
    /// found in the language that the query seems to have, it is looked for in the others that occur here.
    /// </summary>
    /// <param name="ofQuery">The language the query seems to have.</param>
    /// <param name="isKnown">Whether a term counts as found.</param>
    /// <returns>Its number, or null when it is not found; <see cref="NoTerm"/> for a stop word.</returns>
    public int? Find(string word, Language ofQuery, Predicate<int> isKnown)
    {
        var language = Languages.OfWord(word, ofQuery);
        if (Analyser.TermOf(word, language) is not { } stem)
        {
            return NoTerm;
        }

        if (Known(stem, isKnown) is { } found)
        {
            return found;
        }

        if (language > Language.Swedish)
        {
            return null;
        }

        for (var other = Language.English; other <= Language.Swedish; other++)
        {
            if (other != language && _uses[(int)other] > 0 && Analyser.TermOf(word, other) is { } otherStem && Known(otherStem, isKnown) is { } there)
            {
                return there;
            }
        }

        return null;
    }

    private int? Known(string stem, Predicate<int> isKnown) => _terms.TryGetValue(stem, out var term) && isKnown(term) ? term : null;

    /// <param name="words">The distinct words of a memory.</param>
    /// <param name="counts">How often each term occurs, in half units.</param>
    public void Enter(int memory, ReadOnlySpan<int> words, Dictionary<int, int> counts)
    {
        foreach (var word in words)
        {
            _words[word] = _words[word] with { Uses = _words[word].Uses + 1 };
        }

        foreach (var (term, count) in counts)
        {
            var postings = _postings[term]!;
            var before = postings.Capacity;
            postings.Add(memory, count);
            Bytes += (postings.Capacity - before) * sizeof(uint);
        }
    }

    public void Leave(int memory, ReadOnlySpan<int> words)
    {
        foreach (var term in TermsOf(words))
        {
            var postings = _postings[term]!;
            postings.Remove(memory);
            if (postings.Items.IsEmpty)
            {
                _terms.Remove(postings.Term);
                _postings[term] = null;
                _freeTerms.Push(term);
                Bytes -= TermBytes + (2 * postings.Term.Length) + (postings.Capacity * sizeof(uint));
            }
        }

        foreach (var word in words)
        {
            var left = _words[word] with { Uses = _words[word].Uses - 1 };
            if (left.Uses == 0 && left.Term != NoTerm)
            {
                _numbers[(int)left.Language].Remove(left.Text);
                Bytes -= WordBytes + (2 * left.Text.Length);
                left = new Word("", Language.English, NoTerm, false, 0);
                _freeWords.Push(word);
            }

            _words[word] = left;
        }
    }

    /// <summary>Counts a memory in or out of the document frequencies.</summary>
    public void Count(ReadOnlySpan<int> words, Language language, int step)
    {
        _uses[(int)language] += step;
        foreach (var term in TermsOf(words))
        {
            _postings[term]!.Active += step;
        }
    }

    /// <returns>The distinct terms of these words, in the order of the words.</returns>
    public List<int> TermsOf(ReadOnlySpan<int> words)
    {
        var terms = new List<int>(words.Length);
        var seen = new HashSet<int>(words.Length);
        foreach (var word in words)
        {
            var term = _words[word].Term;
            if (term != NoTerm && seen.Add(term))
            {
                terms.Add(term);
            }
        }

        return terms;
    }

    // What is revised over and over with new words must not leave a slot behind for each.
    private static int Place<T>(List<T> slots, Stack<int> free, T item)
    {
        if (!free.TryPop(out var number))
        {
            slots.Add(item);
            return slots.Count - 1;
        }

        slots[number] = item;

        return number;
    }

    private int TermNumber(string stem)
    {
        if (!_terms.TryGetValue(stem, out var term))
        {
            term = Place(_postings, _freeTerms, new Postings(stem));
            _terms.Add(stem, term);
            Bytes += TermBytes + (2 * stem.Length);
        }

        return term;
    }
}

/// <param name="Text">As folded; empty for a slot nobody uses.</param>
/// <param name="Language">Whose endings it was stemmed by.</param>
/// <param name="IsTime">It tells a time: a weekday, "yesterday", a year.</param>
/// <param name="Uses">How many memories hold it.</param>
internal readonly record struct Word(string Text, Language Language, int Term, bool IsTime, int Uses);
