using System.Globalization;
using System.Text;

namespace Locket.Benchmarks;

/// <summary>Questions that nobody asks in good faith, and random ones between them. The same number gives the same question.</summary>
internal static class Hostile
{
    private const int Longest = 2_500;

    private static readonly string[] Pieces =
    [
        "' or 1=1; --", "\"; drop table records", "NEAR(a b)", "a AND (b OR NOT c", "*", "%_%", "(.*)+$", "[[:alpha:]]", "\\", "{{7*7}}", "${jndi:ldap://x}",
        "<script>", "\0", "\u0007", "\r\n", "\u202e", "\ufeff", "\u200d", "\u0300", "\u0345", "\ud83d", "\udc4d", "👍🏽", "ﷺ", "ﬁ", "İ", "ß", "ǆ", "한국어", "漢字", "ひらがな", "ไทย", "العربية",
        "नमस्ते", "𠀀", "Ⅷ", "½", "e\u0301\u0301\u0301", "when", "how long ago", "yesterday", "last week", "next month", "in 0000", "in 9999", "in 99999", "on 31 february", "on 29 february 2023",
        "between 30 and 1 may", "from december to january", "two days after", "400 weeks before", "since 1 january 1", "before 9999-12-31", "the year before", "the week after the week before", "in may",
        "the", "and of the", "entry", "ledger", "riverled", "rivrled", "ambr", "-1", "1e309", "NaN", "null", "undefined", "true", "  ", "\t", "?", "!!!!", "'s", "’ll", "o'", "—", "…",
    ];

    public static string Question(int number)
    {
        var state = (uint)number * 2_654_435_761u;
        uint Next(int below) => (state = (state * 1_664_525u) + 1_013_904_223u) / 65536 % (uint)below;

        return (number % 8) switch
        {
            0 => string.Concat(Enumerable.Repeat(Pieces[Next(Pieces.Length)], 1 + (int)Next(60)))[..],
            1 => new string((char)('a' + Next(26)), 1 + (int)Next(Longest)),
            2 => Letters(Next, 1 + (int)Next(120), first: 0x1, last: 0xffff),
            3 => Letters(Next, 1 + (int)Next(120), first: 0x20, last: 0x7e),
            4 => "a" + Letters(Next, 1 + (int)Next(Longest), first: 0x300, last: 0x36f),
            5 => Requests.Text((int)Next(2000)),
            6 => Misspelt(Requests.Text((int)Next(2000)), (int)Next(100)),
            _ => string.Join(' ', Enumerable.Range(0, 1 + (int)Next(40)).Select(_ => Pieces[Next(Pieces.Length)])),
        };
    }

    /// <summary>JSON in ASCII, lone surrogates as they are.</summary>
    public static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            if (unit is >= ' ' and <= '~' and not ('"' or '\\'))
            {
                json.Append(unit);
            }
            else
            {
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return json.Append('"').ToString();
    }

    private static string Letters(Func<int, uint> next, int count, int first, int last)
    {
        var letters = new char[count];
        for (var at = 0; at < count; at++)
        {
            letters[at] = (char)(first + next(last - first + 1));
        }

        return new string(letters);
    }

    private static string Misspelt(string text, int at) => text.Length < 3 ? text : text.Remove(1 + (at % (text.Length - 2)), 1);
}
