using System.Collections.Frozen;
using System.Numerics;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>
/// Tells the language of a text by the small words that hold its sentences together, and knows these words. They are what a search
/// leaves out, too.
/// </summary>
internal static class Languages
{
    public const int Count = (int)Language.Hindi + 1;
    private const char FirstCyrillic = '\u0400';
    private const char FirstArabic = '\u0600';
    private const char FirstDevanagari = '\u0900';
    private const char LastDevanagari = '\u097f';

    private static readonly FrozenDictionary<string, int> SmallWords = Read();
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BySpan = SmallWords.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsStopWord(string word, Language language) => (SmallWords.GetValueOrDefault(word) & (1 << (int)language)) != 0;

    /// <param name="folded">The text, folded.</param>
    /// <returns>The language of its Latin letters.</returns>
    public static Language Of(string folded)
    {
        Span<int> hits = stackalloc int[Count];
        hits.Clear();
        var words = new WordReader(folded, isQuery: true);
        while (words.MoveNext())
        {
            if (BySpan.TryGetValue(words.Current, out var languages))
            {
                for (; languages != 0; languages &= languages - 1)
                {
                    hits[BitOperations.TrailingZeroCount(languages)]++;
                }
            }
        }

        var best = Language.English;
        for (var language = Language.German; language <= Language.Swedish; language++)
        {
            best = hits[(int)language] > hits[(int)best] ? language : best;
        }

        return best;
    }

    /// <param name="ofText">The language of the text around the word.</param>
    public static Language OfWord(ReadOnlySpan<char> word, Language ofText) => word.IsEmpty || word[0] < FirstCyrillic
        ? ofText
        : word[0] switch
        {
            < '\u0530' => Language.Russian,
            >= FirstArabic and < '\u0700' => Language.Arabic,
            >= FirstDevanagari and <= LastDevanagari => Language.Hindi,
            _ => Language.English,
        };

    private static FrozenDictionary<string, int> Read()
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (language, list) in SmallWordLists.All)
        {
            foreach (var word in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                var folded = Unicode.Fold(word);
                words[folded] = words.GetValueOrDefault(folded) | (1 << (int)language);
            }
        }

        foreach (var word in StopWords.Words)
        {
            words[word] = words.GetValueOrDefault(word) | (1 << (int)Language.English);
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
