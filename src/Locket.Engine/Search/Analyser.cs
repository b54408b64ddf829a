using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>
/// From a text to the terms it is found by: fold, split into words, drop stop words, bring irregular forms and then
/// endings to their stem. A query goes the same way, as data: nothing in it is syntax.
/// </summary>
internal static class Analyser
{
    /// <summary>Changes whenever the same text may give other terms, so that a kept index of another version is rebuilt.</summary>
    public const int Version = 2;

    /// <summary>What a query uses of its terms; of more, the rarest.</summary>
    public const int MaxQueryTerms = 32;

    public static WordReader Words(string text, bool isQuery = false) => new(Unicode.Fold(text), isQuery);

    /// <param name="word">Folded, as <see cref="WordReader"/> gives it.</param>
    /// <param name="language">Of the text that the word is from.</param>
    /// <returns>The stem, or null for a stop word.</returns>
    public static string? TermOf(string word, Language language = Language.English) =>
        Languages.IsStopWord(word, language) ? null : Stemmers.Stem(word, language);

    /// <returns>A name in the form in which names are compared: its folded words, joined by one space.</returns>
    public static string NameKey(string name) => string.Join(' ', WordList(name));

    public static List<string> WordList(string text)
    {
        var list = new List<string>();
        var words = Words(text, isQuery: true);
        while (words.MoveNext())
        {
            list.Add(words.Current.ToString());
        }

        return list;
    }
}
