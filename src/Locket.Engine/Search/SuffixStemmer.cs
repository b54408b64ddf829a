using System.Collections.Frozen;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>
/// A light stemmer: in each step the longest ending of a list falls, as long as enough of the word is left. The lists follow the
/// Snowball algorithms and the light stemmers of Savoy (2006), Larkey (2007, Arabic) and Ramanathan and Rao (2003, Hindi), cut down to
/// what nouns, adjectives and the usual tenses need. Words of one stem need not be found by a linguist, only by each other.
/// </summary>
/// <param name="least">How many letters must be left.</param>
/// <param name="steps">Endings of each step, separated by blanks; a step may find nothing.</param>
internal sealed class SuffixStemmer(int least, params string[] steps)
{
    private readonly FrozenSet<string>[] _steps = [.. steps.Select(Endings)];
    private readonly int[] _longest = [.. steps.Select(step => Endings(step).Max(ending => ending.Length))];

    /// <summary>Beginnings that fall before the endings, longest first.</summary>
    public string[] Prefixes { get; init; } = [];

    /// <summary>Participles begin with ge- (German, Dutch): it falls before these endings.</summary>
    public string[] ParticipleEndings { get; init; } = [];

    /// <summary>Letters after which a last s is an ending (German: the s of "Chefs", not of "Haus").</summary>
    public string EndingSAfter { get; init; } = "";

    /// <summary>A vowel or consonant written twice counts once (Dutch: loop, lopen; kat, katten).</summary>
    public bool SinglesLetters { get; init; }

    /// <summary>Letters that people write one for the other.</summary>
    public (char From, char To)[] Letters { get; init; } = [];

    public string Stem(string word)
    {
        foreach (var (from, to) in Letters)
        {
            word = word.Replace(from, to);
        }

        var stem = WithoutPrefix(word);
        stem = stem.Length > least && stem[^1] == 's' && EndingSAfter.Contains(stem[^2]) ? stem[..^1] : stem;
        for (var step = 0; step < _steps.Length; step++)
        {
            stem = WithoutEnding(stem, step);
        }

        return SinglesLetters ? Singled(stem) : stem.ToString();
    }

    private ReadOnlySpan<char> WithoutPrefix(string word)
    {
        const string Participle = "ge";
        if (word.StartsWith(Participle, StringComparison.Ordinal) && word.Length >= Participle.Length + least + 1
            && Array.Exists(ParticipleEndings, ending => word.EndsWith(ending, StringComparison.Ordinal)))
        {
            return word.AsSpan(Participle.Length);
        }

        var prefix = Array.Find(Prefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal) && word.Length >= prefix.Length + least);
        return word.AsSpan(prefix?.Length ?? 0);
    }

    private ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> word, int step)
    {
        var endings = _steps[step].GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(_longest[step], word.Length - least); length > 0; length--)
        {
            if (endings.Contains(word[^length..]))
            {
                return word[..^length];
            }
        }

        return word;
    }

    private static string Singled(ReadOnlySpan<char> word)
    {
        var single = new System.Text.StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (single.Length == 0 || single[^1] != letter)
            {
                single.Append(letter);
            }
        }

        return single.ToString();
    }

    private static FrozenSet<string> Endings(string step) =>
        step.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Unicode.Fold).ToFrozenSet(StringComparer.Ordinal);
}
