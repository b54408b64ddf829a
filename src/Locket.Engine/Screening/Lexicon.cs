using System.Collections.Frozen;

namespace Locket.Engine.Screening;

/// <summary>
/// Words and phrases by what they are about, read once from <c>Lexicon.txt</c>. Both they and the texts are compared as skeletons: folded,
/// without articles, with one letter for l and i, which disguises swap.
/// </summary>
internal sealed class Lexicon
{
    private const int ShortestStart = 3;
    private readonly FrozenDictionary<string, Phrase[]> _whole;
    private readonly FrozenDictionary<string, Phrase[]>.AlternateLookup<ReadOnlySpan<char>> _starts;
    private readonly int _longestStart;
    private readonly FrozenSet<string> _words;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _longest;

    private Lexicon(IReadOnlyList<Phrase> phrases)
    {
        _whole = Grouped(phrases.Where(phrase => !phrase.IsStart(0)));
        var starts = Grouped(phrases.Where(phrase => phrase.IsStart(0)));
        _starts = starts.GetAlternateLookup<ReadOnlySpan<char>>();
        _longestStart = starts.Keys.Max(start => start.Length);
        _words = phrases.SelectMany(phrase => phrase.Words).Where(word => word.Length >= ShortestStart).Concat(Fillers).ToFrozenSet(StringComparer.Ordinal);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _longest = _words.Max(word => word.Length);
    }

    public static Lexicon Instance { get; } = Load();

    /// <summary>Words between those that matter, so that a text without spaces can be cut into words.</summary>
    private static IEnumerable<string> Fillers => ["the", "and", "with", "this", "that", "from", "for", "are", "was", "not", "to", "of", "in", "is", "it", "me", "do", "on", "by"];

    /// <summary>What stands at a place: for each phrase that begins there what it is about and how many words it has.</summary>
    public void Find(IReadOnlyList<Token> tokens, int at, List<(Sense Sense, int Length)> found)
    {
        var word = tokens[at].Word;
        Take(_whole.GetValueOrDefault(word), tokens, at, found);
        for (var length = ShortestStart; length <= Math.Min(word.Length, _longestStart); length++)
        {
            Take(_starts.TryGetValue(word.AsSpan(0, length), out var phrases) ? phrases : null, tokens, at, found);
        }
    }

    /// <summary>Cuts letters without spaces into the words that are known; the longest first, and what is none of them is left out.</summary>
    public IEnumerable<string> Segments(string letters)
    {
        for (var at = 0; at < letters.Length;)
        {
            var length = Math.Min(_longest, letters.Length - at);
            while (length > 1 && !_lookup.Contains(letters.AsSpan(at, length)))
            {
                length--;
            }

            if (length > 1)
            {
                yield return letters.Substring(at, length);
            }

            at += Math.Max(1, length);
        }
    }

    private static void Take(Phrase[]? phrases, IReadOnlyList<Token> tokens, int at, List<(Sense Sense, int Length)> found)
    {
        foreach (var phrase in phrases ?? [])
        {
            if (phrase.Stands(tokens, at))
            {
                found.Add((phrase.Sense, phrase.Words.Length));
            }
        }
    }

    private static FrozenDictionary<string, Phrase[]> Grouped(IEnumerable<Phrase> phrases) =>
        phrases.GroupBy(phrase => phrase.Words[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static Lexicon Load()
    {
        using var resource = typeof(Lexicon).Assembly.GetManifestResourceStream("Locket.Engine.Screening.Lexicon.txt")!;
        using var reader = new StreamReader(resource);
        var phrases = new List<Phrase>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split(':', 2) is [var sense, var entries])
            {
                phrases.AddRange(entries.Split(',').Select(entry => Phrase.Of(Enum.Parse<Sense>(sense, ignoreCase: true), entry)).Where(phrase => phrase.Words.Length > 0));
            }
        }

        return new Lexicon(phrases);
    }
}

/// <param name="Words">Skeletons.</param>
/// <param name="Starts">Which of them are only the beginning of a word.</param>
internal sealed record Phrase(Sense Sense, string[] Words, bool[] Starts)
{
    public static Phrase Of(Sense sense, string entry)
    {
        var words = new List<string>();
        var starts = new List<bool>();
        foreach (var part in entry.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var token in Tokens.Of(part.TrimEnd('*')))
            {
                words.Add(token.Word);
                starts.Add(false);
            }

            if (words.Count > 0)
            {
                starts[^1] = part.EndsWith('*');
            }
        }

        return new Phrase(sense, [.. words], [.. starts]);
    }

    public bool IsStart(int at) => Starts[at];

    public bool Stands(IReadOnlyList<Token> tokens, int at)
    {
        if (at + Words.Length > tokens.Count)
        {
            return false;
        }

        for (var next = 0; next < Words.Length; next++)
        {
            var (word, wanted) = (tokens[at + next].Word, Words[next]);
            if (!(Starts[next] ? word.StartsWith(wanted, StringComparison.Ordinal) : word == wanted))
            {
                return false;
            }
        }

        return true;
    }
}
