namespace Locket.Engine.Detection;

/// <summary>How a number of a register is written, and what proves that it is one.</summary>
/// <param name="Kind">As it is shown.</param>
/// <param name="Form"><c>d</c> for a digit, <c>L</c> for a capital, <c>c</c> for either; everything else for itself.</param>
/// <param name="IsValid">Of the letters and digits alone: dates, check digits.</param>
/// <param name="Words">One of these has to stand shortly before it, where the check would let pass one number in ten.</param>
internal sealed record Shape(string Kind, string Form, Func<string, bool> IsValid, params string[] Words)
{
    private const int Before = 40;

    public int Match(string text, int start)
    {
        if (start + Form.Length > text.Length || (start + Form.Length < text.Length && char.IsAsciiLetterOrDigit(text[start + Form.Length])))
        {
            return 0;
        }

        Span<char> plain = stackalloc char[Form.Length];
        var length = 0;
        for (var at = 0; at < Form.Length; at++)
        {
            var letter = text[start + at];
            var (fits, counts) = Form[at] switch
            {
                'd' => (char.IsAsciiDigit(letter), true),
                'L' => (char.IsAsciiLetterUpper(letter), true),
                'c' => (char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter), true),
                var literal => (letter == literal, false),
            };
            if (!fits)
            {
                return 0;
            }

            if (counts)
            {
                plain[length++] = letter;
            }
        }

        return IsValid(new string(plain[..length])) && IsSaid(text, start) ? Form.Length : 0;
    }

    private bool IsSaid(string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - Before), Math.Min(Before, start));
        foreach (var word in Words)
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return Words.Length == 0;
    }
}
