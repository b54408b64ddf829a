using System.Text;

namespace Locket.Engine.Context;

/// <summary>
/// An upper estimate of tokens without a vocabulary, for whoever has none: a third of the letters of a word, each other sign by itself. Three bytes
/// a token would be too few, because an id is mostly digits and single letters, and has nearly as many tokens as characters.
/// </summary>
public sealed class TokenEstimate : ITokenCounter
{
    private const int LettersPerToken = 3;

    public int Fit(ReadOnlySpan<char> text, int most, out int tokens)
    {
        tokens = 0;
        var (at, run, before) = (0, 0, Class.None);
        foreach (var rune in text.EnumerateRunes())
        {
            var now = ClassOf(rune);
            run = now == before ? run + 1 : 1;
            var cost = CostOf(rune, now, run);
            if (cost > most - tokens)
            {
                return at;
            }

            tokens += cost;
            at += rune.Utf16SequenceLength;
            before = now;
        }

        return at;
    }

    private static int CostOf(Rune rune, Class kind, int run) => kind switch
    {
        Class.Letter or Class.Digit => run % LettersPerToken == 1 ? 1 : 0,

        // One before a word belongs to it.
        Class.Space => run == 2 ? 1 : 0,
        Class.Line => run == 1 ? 1 : 0,
        Class.Sign => 1,
        _ => rune.Utf8SequenceLength - 1,
    };

    private static Class ClassOf(Rune rune) => rune.Value switch
    {
        ' ' => Class.Space,
        '\n' or '\r' or '\t' => Class.Line,
        _ when Rune.IsLetter(rune) && rune.IsAscii => Class.Letter,
        _ when Rune.IsDigit(rune) && rune.IsAscii => Class.Digit,
        _ when rune.IsAscii => Class.Sign,
        _ => Class.Other,
    };

    private enum Class
    {
        None,
        Letter,
        Digit,
        Space,
        Line,
        Sign,
        Other,
    }
}
