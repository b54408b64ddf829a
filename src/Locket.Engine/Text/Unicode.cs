using System.Text;

namespace Locket.Engine.Text;

/// <summary>
/// Unicode normalisation (UAX #15) and folding for search that need no ICU on the machine: with invariant globalization
/// <see cref="string.Normalize()"/> returns what it was given. A lone surrogate passes through unchanged.
/// </summary>
public static class Unicode
{
    private const char FirstMark = '\u0300';
    private const char FirstDecomposable = '\u00c0';

    /// <returns>Canonical composition; the same instance when nothing changes.</returns>
    public static string ToNfc(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
        {
            return text;
        }

        var codes = Decomposed(text);
        Compose(codes);
        return Joined(codes, text);
    }

    /// <returns>Canonical decomposition; the same instance when nothing changes.</returns>
    public static string ToNfd(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstDecomposable - 1)) ? Joined(Decomposed(text), text) : text;

    /// <summary>
    /// The form in which texts are compared by a search: lower case, without diacritics that people leave out, wide and
    /// narrow forms made equal. Vowel signs and voicing marks that tell words apart stay.
    /// </summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.AsSpan().ContainsAnyInRange('A', 'Z') ? text.ToLowerInvariant() : text;
        }

        // Marks into their order first: a fold may turn a mark into a letter (U+0345 into iota), and then none may pass it any more.
        text = ToNfd(text);
        var folded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsAscii(text[at]))
            {
                folded.Append(char.ToLowerInvariant(text[at]));
                continue;
            }

            var code = CodeAt(text, at);
            var units = code > char.MaxValue ? 2 : 1;
            if (UnicodeTables.Instance.Fold(code) is { } fold)
            {
                folded.Append(fold);
            }
            else
            {
                folded.Append(text.AsSpan(at, units));
            }

            at += units - 1;
        }

        return ToNfc(folded.ToString());
    }

    private static int CodeAt(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
            ? char.ConvertToUtf32(text[at], text[at + 1])
            : text[at];

    private static List<int> Decomposed(string text)
    {
        var codes = new List<int>(text.Length + 8);
        for (var at = 0; at < text.Length; at++)
        {
            var code = CodeAt(text, at);
            at += code > char.MaxValue ? 1 : 0;
            AddDecomposed(codes, code);
        }

        Order(codes);
        return codes;
    }

    private static void AddDecomposed(List<int> codes, int code)
    {
        if (code < FirstDecomposable)
        {
            codes.Add(code);
        }
        else if (Hangul.TryDecompose(code, codes))
        {
            return;
        }
        else if (UnicodeTables.Instance.Decompose(code) is { } parts)
        {
            foreach (var part in parts)
            {
                AddDecomposed(codes, part);
            }
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>Sorts each run of marks by combining class, and keeps the order within one class. A text may be nothing but one run.</summary>
    private static void Order(List<int> codes)
    {
        for (var at = 0; at < codes.Count; at++)
        {
            var start = at;
            var isInOrder = true;
            for (var last = 0; at < codes.Count && ClassOf(codes[at]) is > 0 and var number; at++)
            {
                isInOrder &= number >= last;
                last = number;
            }

            if (!isInOrder)
            {
                var run = codes.GetRange(start, at - start).OrderBy(ClassOf).ToList();
                for (var place = 0; place < run.Count; place++)
                {
                    codes[start + place] = run[place];
                }
            }
        }
    }

    private static int ClassOf(int code) => code < FirstMark ? 0 : UnicodeTables.Instance.ClassOf(code);

    /// <summary>UAX #15 D117: a mark joins its starter unless something of the same or a higher class stands between.</summary>
    private static void Compose(List<int> codes)
    {
        var (starter, between, kept) = (-1, 0, 0);
        for (var at = 0; at < codes.Count; at++)
        {
            var code = codes[at];
            var number = code < FirstMark ? 0 : UnicodeTables.Instance.ClassOf(code);
            var isReachable = starter >= 0 && (kept == starter + 1 || (between != 0 && between < number));
            var whole = isReachable ? ComposedOf(codes[starter], code) : -1;
            if (whole >= 0)
            {
                codes[starter] = whole;
                continue;
            }

            starter = number == 0 ? kept : starter;
            between = number;
            codes[kept++] = code;
        }

        codes.RemoveRange(kept, codes.Count - kept);
    }

    private static int ComposedOf(int first, int second) =>
        Hangul.Compose(first, second) is >= 0 and var syllable ? syllable : UnicodeTables.Instance.Compose(first, second);

    private static string Joined(List<int> codes, string original)
    {
        var joined = new StringBuilder(codes.Count);
        foreach (var code in codes)
        {
            if (code > char.MaxValue)
            {
                joined.Append(char.ConvertFromUtf32(code));
            }
            else
            {
                joined.Append((char)code);
            }
        }

        return joined.Equals(original) ? original : joined.ToString();
    }
}
