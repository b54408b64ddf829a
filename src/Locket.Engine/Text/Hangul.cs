namespace Locket.Engine.Text;

/// <summary>Korean syllables compose by arithmetic, not by table (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int FirstSyllable = 0xAC00;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTails = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;
    private const int Syllables = Leads * Vowels * Tails;

    /// <returns>False, with nothing added, for what is not a syllable.</returns>
    public static bool TryDecompose(int code, List<int> codes)
    {
        var index = code - FirstSyllable;
        if (index is < 0 or >= Syllables)
        {
            return false;
        }

        codes.Add(FirstLead + (index / (Vowels * Tails)));
        codes.Add(FirstVowel + (index % (Vowels * Tails) / Tails));
        if (index % Tails > 0)
        {
            codes.Add(BeforeTails + (index % Tails));
        }

        return true;
    }

    /// <returns>The syllable of a lead and a vowel, or of a syllable without tail and a tail; -1 for anything else.</returns>
    public static int Compose(int first, int second)
    {
        var (lead, vowel) = (first - FirstLead, second - FirstVowel);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return FirstSyllable + (((lead * Vowels) + vowel) * Tails);
        }

        var (syllable, tail) = (first - FirstSyllable, second - BeforeTails);
        return syllable is >= 0 and < Syllables && syllable % Tails == 0 && tail is > 0 and < Tails ? first + tail : -1;
    }
}
