using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>
/// A short English text as a claim: what it tells of somebody (the key) and what it says there (the value). "Ada lives in Lisbon" tells where she lives,
/// and says Lisbon. Only what can have one value at a time is read so, for people like, own and visit many things.
/// </summary>
/// <param name="Key">Equal for two claims of the same thing.</param>
/// <param name="Sort">Values of different sorts are of different things: a husband is Bo, and a baker.</param>
/// <param name="Value">Stems.</param>
/// <param name="Rest">Stems of what stands behind the value, such as "with Bo".</param>
internal sealed record Statement(string Key, ClaimSort Sort, IReadOnlyList<string> Value, string Rest)
{
    /// <summary>A longer text is no short one, whatever its words.</summary>
    public const int MostBytes = 256;

    private const int LongestText = 24;
    private const int LongestValue = 3;

    /// <param name="about">Names of what it is about: they are the same in both claims, however they are put.</param>
    /// <returns>Null for what is no such claim.</returns>
    public static Statement? Read(string text, IReadOnlyList<string> about)
    {
        var all = Analyser.WordList(text);
        if (all.Count > LongestText || all.Exists(ClaimWords.IsElsewhen) || all.Exists(ClaimWords.IsNegation))
        {
            return null;
        }

        var names = about.SelectMany(Analyser.WordList).ToHashSet(StringComparer.Ordinal);
        var words = all.Where(word => !names.Contains(word) && !ClaimWords.IsFiller(word)).ToList();
        var copula = words.FindIndex(ClaimWords.IsCopula);
        if (copula >= 0)
        {
            var key = StemsOf(words.Take(copula));
            return key.Exists(ClaimWords.IsNoun) && Of(text, words, copula, "is") is { } claim && (claim.Sort != ClaimSort.Plain || key.Exists(ClaimWords.IsPlainNoun)) ? claim : null;
        }

        var verb = words.FindIndex(ClaimWords.IsVerb);
        if (verb < 0)
        {
            return null;
        }

        var link = verb + 1 < words.Count && ClaimWords.IsPlace(words[verb + 1]) ? words[verb + 1] : "";
        return Of(text, words, verb, link) is { } told && ClaimWords.Takes(words[verb], link, told.Sort) ? told : null;
    }

    /// <summary>Of two texts with the same terms, one of which has a "not", one denies the other.</summary>
    /// <returns>Whether it has one; null for a text that is too long to be said and denied, or speaks of another time.</returns>
    public static bool? IsNegated(string text)
    {
        var words = Analyser.WordList(text);

        return words.Count > LongestText || words.Exists(ClaimWords.IsElsewhen) ? null : words.Exists(ClaimWords.IsNegation);
    }

    /// <summary>Whether both cannot be so. What says more of the same, as "Lisbon, Portugal" after "Lisbon", may.</summary>
    public bool Contradicts(Statement other)
    {
        if (!string.Equals(Key, other.Key, StringComparison.Ordinal) || Sort != other.Sort
            || (Rest.Length > 0 && other.Rest.Length > 0 && !string.Equals(Rest, other.Rest, StringComparison.Ordinal)))
        {
            return false;
        }

        var (mine, theirs) = (Value.Except(other.Value).Count(), other.Value.Except(Value).Count());

        return mine is > 0 and <= LongestValue && theirs is > 0 and <= LongestValue;
    }

    private static Statement? Of(string text, List<string> words, int turn, string link)
    {
        var after = words.Skip(turn + 1).SkipWhile(word => StopWords.Contains(word) && !ClaimWords.IsCounted(word)).ToList();
        var end = after.FindIndex(word => StopWords.Contains(word) && !ClaimWords.IsJoint(word) && !ClaimWords.IsCounted(word));
        var (said, rest) = end < 0 ? (after, []) : (after.GetRange(0, end), after.GetRange(end, after.Count - end));
        var value = StemsOf(said);
        if (value.Count == 0)
        {
            return null;
        }

        var sort = said.Exists(ClaimWords.IsCounted) ? ClaimSort.Counted : IsName(text, said[0]) ? ClaimSort.Name : ClaimSort.Plain;

        return new Statement($"{string.Join(' ', StemsOf(words.Take(turn + 1)).Order(StringComparer.Ordinal))} {link}", sort, value, string.Join(' ', StemsOf(rest)));
    }

    /// <summary>Whether a folded word stands in the text with a capital.</summary>
    private static bool IsName(string text, string word) => text
        .Split([' ', ',', '.', ';', ':', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        .Any(part => char.IsUpper(part[0]) && Unicode.Fold(part).StartsWith(word, StringComparison.Ordinal));

    private static List<string> StemsOf(IEnumerable<string> words) => [.. words.Select(word => Analyser.TermOf(word)).OfType<string>().Distinct(StringComparer.Ordinal)];
}
