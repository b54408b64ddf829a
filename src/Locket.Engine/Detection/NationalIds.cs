namespace Locket.Engine.Detection;

/// <summary>Numbers by which states know their people, with the check that each carries.</summary>
internal static class NationalIds
{
    private const string DniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string HetuLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    // What a letter counts at an odd place of a codice fiscale, from 0 to 9 and again for A to J, then K to Z.
    private static readonly int[] OddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    public static IReadOnlyList<Shape> All { get; } =
    [
        new("us-ssn", "ddd-dd-dddd", number => number[..3] is not ("000" or "666") && number[0] != '9' && number[3..5] != "00" && number[5..] != "0000"),
        new("br-cpf", "ddd.ddd.ddd-dd", IsCpf),
        new("es-dni", "ddddddddL", number => number[8] == DniLetters[int.Parse(number[..8], null) % 23]),
        new("es-nie", "LdddddddL", number => number[0] is 'X' or 'Y' or 'Z' && number[8] == DniLetters[int.Parse((number[0] - 'X') + number[1..8], null) % 23]),
        new("it-codice-fiscale", "LLLLLLddLddLdddL", IsCodiceFiscale),
        new("fr-nir", "ddddddddddddddd", IsNir),
        new("fr-nir", "d dd dd dd ddd ddd dd", IsNir),
        new("pl-pesel", "ddddddddddd", IsPesel),
        new("cn-id", "ddddddddddddddddd" + "c", IsChinese),
        new("se-personnummer", "dddddd-dddd", number => IsDate(number[2..4], number[4..6]) && Checksums.IsLuhn(number)),
        new("fi-hetu", "dddddd-dddc", number => IsDate(number[2..4], number[..2]) && number[9] == HetuLetters[int.Parse(number[..9], null) % 31]),
        new("de-steuer-id", "ddddddddddd", IsSteuerId, "steuer", "idnr", "tin"),
        new("de-steuer-id", "dd ddd ddd ddd", IsSteuerId, "steuer", "idnr", "tin"),
        new("nl-bsn", "ddddddddd", number => Checksums.Weighted(number, [9, 8, 7, 6, 5, 4, 3, 2, -1], 11) == 0, "bsn", "burgerservice", "sofi"),
        new("gb-nhs", "ddd ddd dddd", IsNhs, "nhs"),
        new("gb-nhs", "dddddddddd", IsNhs, "nhs"),
        new("gb-nino", "LLddddddL", IsNino),
        new("in-aadhaar", "dddd dddd dddd", number => Checksums.IsVerhoeff(number), "aadhaar", "aadhar", "uid", "आधार"),
    ];

    private static bool IsCpf(string number) => Randomness.Distinct(number) > 1
        && Rest(Checksums.Weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) == number[9] - '0'
        && Rest(Checksums.Weighted(number, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) == number[10] - '0';

    private static int Rest(int sum) => sum < 2 ? 0 : 11 - sum;

    private static bool IsNir(string number) =>
        number[0] is '1' or '2' && 97 - (int)(long.Parse(number[..13], null) % 97) == int.Parse(number[13..], null);

    // The century is in the month: 81 to 92 the nineteenth, 21 to 32 the twenty-first, and on.
    private static bool IsPesel(string number) =>
        IsDate(((int.Parse(number[2..4], null) - 1) % 20 + 1).ToString("00", null), number[4..6])
        && (10 - Checksums.Weighted(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10)) % 10 == number[10] - '0';

    private static bool IsChinese(string number) =>
        number[6..8] is "19" or "20" && IsDate(number[10..12], number[12..14])
        && "10X98765432"[Checksums.Weighted(number, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], 11)] == number[17];

    private static bool IsNhs(string number) => (11 - Checksums.Weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2], 11)) % 11 == number[9] - '0';

    private static bool IsNino(string number) =>
        !"DFIQUV".Contains(number[0], StringComparison.Ordinal) && !"DFIQUVO".Contains(number[1], StringComparison.Ordinal) && number[8] is >= 'A' and <= 'D'
        && number[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ");

    // ISO 7064 MOD 11,10.
    private static bool IsSteuerId(string number)
    {
        var product = 10;
        foreach (var digit in number.AsSpan(..10))
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return number[0] != '0' && (11 - product) % 10 == number[10] - '0';
    }

    private static bool IsCodiceFiscale(string code)
    {
        var sum = 0;
        for (var at = 0; at < 15; at++)
        {
            var value = char.IsAsciiDigit(code[at]) ? code[at] - '0' : code[at] - 'A';
            sum += at % 2 == 0 ? OddValues[value] : value;
        }

        return sum % 26 == code[15] - 'A';
    }

    private static bool IsDate(string month, string day) =>
        int.Parse(month, null) is >= 1 and <= 12 && int.Parse(day, null) is >= 1 and <= 31;
}
