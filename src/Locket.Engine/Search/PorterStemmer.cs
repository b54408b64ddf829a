namespace Locket.Engine.Search;

/// <summary>
/// M. F. Porter, "An algorithm for suffix stripping", Program 14 (3), 1980, 130–137; the steps bear the paper's numbers.
/// Words that are not plain lower-case ASCII letters come back as they are.
/// </summary>
internal static class PorterStemmer
{
    private static readonly (string From, string To)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string From, string To)[] Step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    // Longest first where one is the end of another.
    private static readonly string[] Step4 =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ];

    public static string Stem(string word)
    {
        if (word.Length <= 2 || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        // One letter more than the word: step 1b may put an "e" back.
        Span<char> letters = stackalloc char[WordReader.MaxWordLength + 1];
        if (word.Length >= letters.Length)
        {
            return word;
        }

        word.CopyTo(letters);
        var stem = new Stem(letters, word.Length);
        Plurals(ref stem);
        Participles(ref stem);
        if (stem.EndsWith("y") && stem.HasVowelBefore(1))
        {
            stem.Replace(1, "i");
        }

        Exchange(ref stem, Step2);
        Exchange(ref stem, Step3);
        Strip(ref stem);
        FinalE(ref stem);

        return stem.ToString(word);
    }

    /// <summary>Step 1a.</summary>
    private static void Plurals(ref Stem stem)
    {
        if (stem.EndsWith("sses") || stem.EndsWith("ies"))
        {
            stem.Replace(2, "");
        }
        else if (stem.EndsWith("s") && !stem.EndsWith("ss"))
        {
            stem.Replace(1, "");
        }
    }

    /// <summary>Step 1b.</summary>
    private static void Participles(ref Stem stem)
    {
        if (stem.EndsWith("eed"))
        {
            if (stem.MeasureBefore(3) > 0)
            {
                stem.Replace(1, "");
            }

            return;
        }

        var cut = stem.EndsWith("ed") ? 2 : stem.EndsWith("ing") ? 3 : 0;
        if (cut == 0 || !stem.HasVowelBefore(cut))
        {
            return;
        }

        stem.Replace(cut, "");
        if (stem.EndsWith("at") || stem.EndsWith("bl") || stem.EndsWith("iz") || (stem.MeasureBefore(0) == 1 && stem.IsShortBefore(0)))
        {
            stem.Replace(0, "e");
        }
        else if (stem.EndsWithDoubleConsonant() && !stem.EndsWith("l") && !stem.EndsWith("s") && !stem.EndsWith("z"))
        {
            stem.Replace(1, "");
        }
    }

    private static void Exchange(ref Stem stem, (string From, string To)[] rules)
    {
        foreach (var (from, to) in rules)
        {
            if (!stem.EndsWith(from))
            {
                continue;
            }

            if (stem.MeasureBefore(from.Length) > 0)
            {
                stem.Replace(from.Length, to);
            }

            return;
        }
    }

    /// <summary>Step 4.</summary>
    private static void Strip(ref Stem stem)
    {
        foreach (var suffix in Step4)
        {
            if (!stem.EndsWith(suffix))
            {
                continue;
            }

            var mayGo = suffix != "ion" || stem.EndsWith("sion") || stem.EndsWith("tion");
            if (mayGo && stem.MeasureBefore(suffix.Length) > 1)
            {
                stem.Replace(suffix.Length, "");
            }

            return;
        }
    }

    /// <summary>Steps 5a and 5b.</summary>
    private static void FinalE(ref Stem stem)
    {
        if (stem.EndsWith("e") && (stem.MeasureBefore(1) > 1 || (stem.MeasureBefore(1) == 1 && !stem.IsShortBefore(1))))
        {
            stem.Replace(1, "");
        }

        if (stem.EndsWith("ll") && stem.MeasureBefore(1) > 1)
        {
            stem.Replace(1, "");
        }
    }
}
