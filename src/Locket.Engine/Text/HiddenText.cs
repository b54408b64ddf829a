using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Locket.Engine.Text;

/// <summary>
/// Takes out of a text what nobody sees and a model or a terminal still reads: controls and their sequences, turns of direction, tag
/// characters, selectors and joiners where they join nothing. What remains of a text is what its reader saw.
/// </summary>
public static class HiddenText
{
    /// <summary>More selectors of written forms than names have are no names, but a message.</summary>
    private const int MaxWrittenForms = 16;
    private const int TagBase = 0xE0000;

    // Halves of a pair among them: which code point they are is seen only then.
    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Where(code => HiddenCodes.IsHidden(code) || HiddenCodes.ShownAs(code) != code || char.IsSurrogate((char)code)).Select(code => (char)code)]);

    /// <returns>The same instance where nothing was hidden. Of a lone surrogate nothing is known: it stays.</returns>
    public static string Strip(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspicious))
        {
            return text;
        }

        var codes = Codes(text);
        var mayChooseForms = codes.Count(HiddenCodes.IsWrittenForm) <= MaxWrittenForms;
        var seen = new StringBuilder(text.Length);
        var isChanged = false;
        var (before, unended) = (HiddenCodes.None, 0);
        for (var at = 0; at < codes.Count; at++)
        {
            if (TerminalSequence.LengthAt(CollectionsMarshal.AsSpan(codes), at, ref unended) is > 0 and var length)
            {
                (isChanged, at) = (true, at + length - 1);
                continue;
            }

            var code = codes[at];
            var after = at + 1 < codes.Count ? codes[at + 1] : HiddenCodes.None;
            if (code == HiddenCodes.BlackFlag && FlagLength(codes, at) is > 0 and var flag)
            {
                for (var end = at + flag; at < end; at++)
                {
                    Append(seen, codes[at]);
                }

                Append(seen, codes[at]);
                before = HiddenCodes.None;
            }
            else if (HiddenCodes.IsHidden(code) && !(HiddenCodes.Serves(code, before, after) && (mayChooseForms || !HiddenCodes.IsWrittenForm(code))))
            {
                isChanged = true;
            }
            else
            {
                var shown = HiddenCodes.ShownAs(code);
                isChanged |= shown != code;
                Append(seen, shown);
                before = shown;
            }
        }

        return isChanged ? seen.ToString() : text;
    }

    /// <summary>The message that tag characters or selectors of variation spell, as models read it; empty where there is none. The three flags are none.</summary>
    public static string Smuggled(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspicious))
        {
            return "";
        }

        var message = new StringBuilder();
        var codes = Codes(text);
        for (var at = 0; at < codes.Count; at++)
        {
            if (codes[at] == HiddenCodes.BlackFlag)
            {
                at += FlagLength(codes, at);
                continue;
            }

            var spelled = codes[at] switch
            {
                >= TagBase + ' ' and <= TagBase + '~' => codes[at] - TagBase,
                >= 0xE0100 and <= 0xE01EF => codes[at] - 0xE0100 + 16,
                _ => 0,
            };
            if (spelled is >= ' ' and <= '~')
            {
                message.Append((char)spelled);
            }
        }

        return message.ToString();
    }

    private static List<int> Codes(string text)
    {
        var codes = new List<int>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            codes.Add(isPair ? char.ConvertToUtf32(text[at], text[++at]) : text[at]);
        }

        return codes;
    }

    /// <summary>The flags of England, Scotland and Wales are spelled with tags (UTS #51); no other flag is in use.</summary>
    private static int FlagLength(List<int> codes, int at)
    {
        foreach (var region in (ReadOnlySpan<string>)["gbeng", "gbsct", "gbwls"])
        {
            var length = region.Length + 1;
            if (at + length < codes.Count && codes[at + length] == HiddenCodes.EndOfTags
                && !region.Where((letter, place) => codes[at + 1 + place] != TagBase + letter).Any())
            {
                return length;
            }
        }

        return 0;
    }

    private static void Append(StringBuilder text, int code)
    {
        if (code > char.MaxValue)
        {
            text.Append(char.ConvertFromUtf32(code));
        }
        else
        {
            text.Append((char)code);
        }
    }
}
