using Locket.Engine.Text;

namespace Locket.Engine.Detection;

/// <summary>The check digits of this world.</summary>
internal static class Checksums
{
    /// <summary>
    /// The last six of a GitHub token are the CRC-32 of what stands between them and the prefix. A token that was copied with an error,
    /// or comes from a server of a company's own, still opens something: then it must look drawn.
    /// </summary>
    public static bool IsGitHub(string token)
    {
        var body = token[(token.IndexOf('_', StringComparison.Ordinal) + 1)..];

        return TokenChecksum.IsAt(body) || Looks.Drawn(body);
    }

    /// <summary>Luhn's, of ISO/IEC 7812.</summary>
    public static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            var digit = digits[^(at + 1)] - '0';
            var doubled = at % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 7064 MOD 97-10 over letters as numbers from 10: an IBAN with its first four at the end.</summary>
    public static bool IsIban(ReadOnlySpan<char> iban)
    {
        var rest = 0;
        for (var at = 0; at < iban.Length; at++)
        {
            var letter = iban[(at + 4) % iban.Length];
            rest = char.IsAsciiDigit(letter) ? ((rest * 10) + letter - '0') % 97 : ((rest * 100) + letter - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    /// <summary>Verhoeff's, as in Aadhaar: the dihedral group of ten.</summary>
    public static bool IsVerhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var at = 0; at < digits.Length; at++)
        {
            check = Multiply(check, Permute(at % 8, digits[^(at + 1)] - '0'));
        }

        return check == 0;
    }

    /// <summary>Sum of digits by weights, modulo a number.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights, int modulus)
    {
        var sum = 0;
        for (var at = 0; at < weights.Length; at++)
        {
            sum += (digits[at] - '0') * weights[at];
        }

        return ((sum % modulus) + modulus) % modulus;
    }

    private static int Multiply(int one, int other) => (one < 5, other < 5) switch
    {
        (true, true) => (one + other) % 5,
        (true, false) => ((one + other - 5) % 5) + 5,
        (false, true) => ((one - 5 - other + 5) % 5) + 5,
        _ => (one - other + 5) % 5,
    };

    private static int Permute(int times, int digit)
    {
        ReadOnlySpan<int> once = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
        for (; times > 0; times--)
        {
            digit = once[digit];
        }

        return digit;
    }
}
