namespace Locket.Engine.Search;

/// <summary>
/// The words of one space as they are written, the terms they stem to, and where each term occurs. A word nobody uses
/// any more is gone from here, so that a purge leaves nothing behind and a caught-up index equals a rebuilt one.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The term of a stop word: none.</summary>
    public const int NoTerm = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<Word> _words = [];
    private readonly List<Postings?> _postings = [];

    public Vocabulary() => _bySpan = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Rough number of bytes this takes.</summary>
    public long Bytes { get; private set; }

    public ReadOnlySpan<Word> Words => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_words);

    public Postings PostingsOf(int term) => _postings[term]!;

    public int TermOf(int word) => _words[word].Term;

    public bool IsTimeWord(int word) => _words[word].IsTime;

    /// <summary>The number of a word of a memory; a new word is taken in.</summary>
    public int Number(ReadOnlySpan<char> word)
    {
        if (_bySpan.TryGetValue(word, out var number))
        {
            return number;
        }

        var text = word.ToString();
        var term = Analyser.TermOf(text) is { } stem ? TermNumber(stem) : NoTerm;
        _words.Add(new Word(text, term, TimeWords.Contains(text), 0));
        _numbers.Add(text, _words.Count - 1);
        Bytes += 90 + (2 * text.Length);
        return _words.Count - 1;
    }

    /// <summary>The term of a word of a query.</summary>
    /// <returns>Its number, or null when no memory holds it; <see cref="NoTerm"/> for a stop word.</returns>
    public int? Find(string word)
    {
        if (_numbers.TryGetValue(word, out var number))
        {
            return _words[number].Term;
        }

        return Analyser.TermOf(word) is not { } stem ? NoTerm : _terms.TryGetValue(stem, out var term) ? term : null;
    }

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
                Bytes -= 130 + (2 * postings.Term.Length) + (postings.Capacity * sizeof(uint));
            }
        }

        foreach (var word in words)
        {
            var left = _words[word] with { Uses = _words[word].Uses - 1 };
            if (left.Uses == 0 && left.Term != NoTerm)
            {
                _numbers.Remove(left.Text);
                Bytes -= 90 + (2 * left.Text.Length);
                left = new Word("", NoTerm, false, 0);
            }

            _words[word] = left;
        }
    }

    /// <summary>Counts a memory in or out of the document frequencies.</summary>
    public void Count(ReadOnlySpan<int> words, int step)
    {
        foreach (var term in TermsOf(words))
        {
            _postings[term]!.Active += step;
        }
    }

    /// <returns>The distinct terms of these words, in the order of the words.</returns>
    public List<int> TermsOf(ReadOnlySpan<int> words)
    {
        var terms = new List<int>(words.Length);
        foreach (var word in words)
        {
            var term = _words[word].Term;
            if (term != NoTerm && !terms.Contains(term))
            {
                terms.Add(term);
            }
        }

        return terms;
    }

    private int TermNumber(string stem)
    {
        if (!_terms.TryGetValue(stem, out var term))
        {
            term = _postings.Count;
            _postings.Add(new Postings(stem));
            _terms.Add(stem, term);
            Bytes += 130 + (2 * stem.Length);
        }

        return term;
    }
}

/// <param name="Text">As folded; empty for a slot nobody uses.</param>
/// <param name="IsTime">It tells a time: a weekday, "yesterday", a year.</param>
/// <param name="Uses">How many memories hold it.</param>
internal readonly record struct Word(string Text, int Term, bool IsTime, int Uses);
