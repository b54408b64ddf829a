using System.Globalization;

namespace Locket.Engine.Detection;

/// <summary>Bank accounts and payment cards, by their check digits.</summary>
internal static class AccountNumbers
{
    // Length of an IBAN by country, of the registry of ISO 13616.
    private const string Lengths =
        "AD24 AE23 AT20 AZ28 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GR27 HR21 HU28 IE22 IL23 IS26 IT27 JO30 "
        + "KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20";

    private static readonly Dictionary<string, int> IbanLengths = Lengths.Split(' ')
        .ToDictionary(country => country[..2], country => int.Parse(country[2..], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    public static Finding? Match(string text, int start) => Iban(text, start) ?? Card(text, start);

    private static Finding? Iban(string text, int start)
    {
        if (start + 2 > text.Length || !IbanLengths.TryGetValue(text.Substring(start, 2), out var wanted))
        {
            return null;
        }

        Span<char> plain = stackalloc char[wanted];
        var end = Read(text, start, plain, letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter), " ");

        return end > 0 && char.IsAsciiDigit(plain[2]) && char.IsAsciiDigit(plain[3]) && Checksums.IsIban(plain) ? new Finding(start, end - start, "iban", Nature.Personal) : null;
    }

    private static Finding? Card(string text, int start)
    {
        if (text[start] is < '2' or > '6')
        {
            return null;
        }

        Span<char> plain = stackalloc char[19];
        for (var length = plain.Length; length >= 14; length--)
        {
            var end = Read(text, start, plain[..length], char.IsAsciiDigit, " -");
            if (end > 0 && IsIssued(plain[..length]) && Checksums.IsLuhn(plain[..length]) && Randomness.Distinct(plain[..length]) > 1)
            {
                return new Finding(start, end - start, "payment-card", Nature.Personal);
            }
        }

        return null;
    }

    // The first digits and the lengths of the large networks (ISO/IEC 7812).
    private static bool IsIssued(ReadOnlySpan<char> number) => (number[0], number[1], number.Length) switch
    {
        ('4', _, 16 or 19) => true,
        ('5', >= '1' and <= '5', 16) => true,
        ('2', >= '2' and <= '7', 16) => true,
        ('3', '4' or '7', 15) => true,
        ('3', '0' or '6' or '8', 14) => true,
        ('3', '5', 16) => true,
        ('6', '0' or '2' or '4' or '5', 16 or 19) => true,
        _ => false,
    };

    /// <returns>Where it ends, or 0 where the letters do not suffice or go on.</returns>
    private static int Read(string text, int start, Span<char> plain, Func<char, bool> fits, string separators)
    {
        var (at, length) = (start, 0);
        while (at < text.Length && length < plain.Length)
        {
            if (fits(text[at]))
            {
                plain[length++] = text[at];
            }
            else if (!separators.Contains(text[at], StringComparison.Ordinal) || at == start || !fits(text[at - 1]))
            {
                return 0;
            }

            at++;
        }

        return length == plain.Length && (at == text.Length || !char.IsAsciiLetterOrDigit(text[at])) ? at : 0;
    }
}
