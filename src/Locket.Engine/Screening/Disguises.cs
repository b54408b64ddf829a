using System.Buffers;
using System.Text;
using Locket.Engine.Text;

namespace Locket.Engine.Screening;

/// <summary>Letters that stand for others: look-alikes of other alphabets, figures in the place of letters, letters with something between.</summary>
internal static class Disguises
{
    private const string Alike = "аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнhгrӏlԛqԝwοoαaρpνvιiκkτtυuεeηnχxγyωwσoΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSɑaɡgıiʟlɴnʀrɪiᴀaʙbᴄcᴅdᴇeɢgʜhᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwʏyᴢzꜱsғfցgոnսuѵv";
    private const int ShortestRun = 5;
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly Dictionary<char, char> LookAlikes = Enumerable.Range(0, Alike.Length / 2).ToDictionary(at => Alike[2 * at], at => Alike[(2 * at) + 1]);

    /// <returns>The text in Latin letters, or null where no other letter looks like one.</returns>
    public static string? Latin(string text)
    {
        if (Ascii.IsValid(text))
        {
            return null;
        }

        var seen = new StringBuilder(text.Length);
        var isChanged = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var plain = Plain(rune.Value);
            isChanged |= plain != 0;
            seen.Append(plain != 0 ? plain.ToString() : rune.ToString());
        }

        return isChanged ? seen.ToString() : null;
    }

    /// <returns>The text with letters for figures and signs inside words, or null where it has no such words.</returns>
    public static string? Lettered(string text)
    {
        var seen = new StringBuilder(text);
        var words = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            words += Letter(text, start, end, seen) ? 1 : 0;
            start = end + 1;
        }

        return words > 1 ? seen.ToString() : null;
    }

    /// <returns>The text with letters that stood apart put together, or null where none did. A wider gap parts words.</returns>
    public static string? Joined(string text)
    {
        var seen = new StringBuilder();
        var isChanged = false;
        for (var at = 0; at < text.Length;)
        {
            var (length, letters) = Run(text, at);
            if (letters.Count(char.IsLetterOrDigit) >= ShortestRun)
            {
                isChanged = true;
                seen.Append(string.Join(' ', letters.Split(' ').SelectMany(word => Lexicon.Instance.Segments(Skeleton(word)).DefaultIfEmpty(word))));
                at += length;
            }
            else
            {
                seen.Append(text[at++]);
            }
        }

        return isChanged ? seen.ToString() : null;
    }

    private static string Skeleton(string word) => Tokens.Skeleton(Unicode.Fold(word));

    /// <summary>Letters from here on with one same sign between each two, where this begins a word.</summary>
    private static (int Length, string Letters) Run(string text, int at)
    {
        if (!char.IsLetterOrDigit(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
        {
            return (0, "");
        }

        var letters = new StringBuilder().Append(text[at]);
        var next = at + 1;
        while (next < text.Length)
        {
            var gap = next;
            while (gap < text.Length && text[gap] is ' ' or '.' or '-' or '_' or '*' or '|' or '/' or '·' or ',' or '\u00a0' or '\u3000' or '\u2009')
            {
                gap++;
            }

            if (gap == next || gap >= text.Length || !char.IsLetterOrDigit(text[gap]) || (gap + 1 < text.Length && char.IsLetterOrDigit(text[gap + 1])))
            {
                break;
            }

            letters.Append(gap - next > 1 ? " " : "").Append(text[gap]);
            next = gap + 1;
        }

        return (next - at, letters.ToString());
    }

    private static bool Letter(string text, int start, int end, StringBuilder seen)
    {
        if (!text.AsSpan(start, end - start).ContainsAny(Letters))
        {
            // "4 u" is said by people; figures alone stay figures.
            return false;
        }

        var isChanged = false;
        for (var at = start; at < end; at++)
        {
            var isInside = at + 1 < end && (char.IsLetterOrDigit(text[at + 1]) || Figure(text[at + 1]) != 0);
            var letter = char.IsAsciiDigit(text[at]) || isInside ? Figure(text[at]) : '\0';
            if (letter != 0)
            {
                (seen[at], isChanged) = (letter, true);
            }
        }

        return isChanged;
    }

    private static char Figure(char sign) => sign switch
    {
        '0' => 'o',
        '1' or '!' or '¡' => 'i',
        '2' => 'z',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        _ => '\0',
    };

    private static char Plain(int code) => code switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (char)("Aa"[(code - 0x1D400) / 26 % 2] + ((code - 0x1D400) % 26)),
        >= 0x24B6 and <= 0x24CF => (char)('A' + (code - 0x24B6)),
        >= 0x24D0 and <= 0x24E9 => (char)('a' + (code - 0x24D0)),
        >= 0x1F130 and <= 0x1F149 => (char)('A' + (code - 0x1F130)),
        >= 0x1F150 and <= 0x1F169 => (char)('A' + (code - 0x1F150)),
        >= 0x1F170 and <= 0x1F189 => (char)('A' + (code - 0x1F170)),
        >= 0xFF21 and <= 0xFF3A => (char)('A' + (code - 0xFF21)),
        >= 0xFF41 and <= 0xFF5A => (char)('a' + (code - 0xFF41)),
        <= char.MaxValue => LookAlikes.GetValueOrDefault((char)code),
        _ => '\0',
    };
}
