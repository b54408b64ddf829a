namespace Locket.Engine.Detection;

/// <summary>Whether letters were drawn by lot, or are words.</summary>
internal static class Randomness
{
    private const int LeastLength = 16;
    private const int UuidLength = 36;

    /// <summary>How many different letters there are; of those beyond ASCII none.</summary>
    public static int Distinct(ReadOnlySpan<char> text)
    {
        UInt128 seen = 0;
        foreach (var letter in text)
        {
            if (char.IsAscii(letter))
            {
                seen |= UInt128.One << letter;
            }
        }

        return (int)UInt128.PopCount(seen);
    }

    public static bool IsUuid(ReadOnlySpan<char> text) => text.Length == UuidLength && Guid.TryParseExact(text, "D", out _);

    /// <summary>
    /// Whether one run of letters and digits in it is 16 long or longer and no word: of words, also of those that are joined by capitals,
    /// several letters of one sort follow each other, and digits stand at their end.
    /// </summary>
    public static bool Holds(ReadOnlySpan<char> text)
    {
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '+' or '/' or '_' or '-'))
            {
                continue;
            }

            if (at - start >= LeastLength && IsDrawn(text[start..at]))
            {
                return true;
            }

            start = at + 1;
        }

        return false;
    }

    private static bool IsDrawn(ReadOnlySpan<char> run)
    {
        var (digits, letters, turns, digitTurns, hexadecimal) = (0, 0, 0, 0, 0);
        var before = '\0';
        foreach (var letter in run)
        {
            var sort = char.IsAsciiDigit(letter) ? 'd' : char.IsAsciiLetterUpper(letter) ? 'u' : char.IsAsciiLetter(letter) ? 'l' : '-';
            digits += sort == 'd' ? 1 : 0;
            letters += sort is 'u' or 'l' ? 1 : 0;
            hexadecimal += char.IsAsciiHexDigitLower(letter) ? 1 : 0;
            if (before != '\0' && sort != '-' && before != '-' && sort != before)
            {
                turns++;
                digitTurns += sort == 'd' || before == 'd' ? 1 : 0;
            }

            before = sort;
        }

        if (digits == 0 || letters == 0 || Distinct(run) < 8)
        {
            return digits == 0 && run.Length >= 20 && letters >= run.Length - 2 && turns * 2 >= run.Length && Distinct(run) >= 12;
        }

        return (hexadecimal == run.Length && digitTurns >= 3)
            || (turns * 100 >= run.Length * 38 && turns >= 6)
            || (digits >= 3 && digitTurns >= 4);
    }
}
