using System.Text;
using Locket.Engine.Text;

namespace Locket.Engine.Screening;

/// <param name="Word">A skeleton: see <see cref="Lexicon"/>.</param>
/// <param name="Sentence">Which sentence of the text it stands in: 0, 1, 2 …</param>
internal readonly record struct Token(string Word, int Sentence);

/// <summary>Cuts a text into words and sentences. Signs of Chinese and Japanese are words of their own, as their texts have no spaces.</summary>
internal static class Tokens
{
    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "please", "just", "der", "die", "das", "den", "dem", "des", "le", "la", "les", "l", "i", "el", "los", "las", "il", "lo", "het", "een", "et", "en", "der", "also", "then", "so", "very", "s",
    };

    public static List<Token> Of(string text)
    {
        var folded = Unicode.Fold(text);
        var tokens = new List<Token>();
        var word = new StringBuilder();
        var sentence = 0;
        for (var at = 0; at < folded.Length; at++)
        {
            var letter = folded[at];
            if (IsIdeographic(letter))
            {
                Close(tokens, word, sentence);
                tokens.Add(new Token(letter.ToString(), sentence));
            }
            else if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                word.Append(letter);
            }
            else if (letter is '\'' or '’' && IsContraction(folded, at, word))
            {
                word.Length--;
                Close(tokens, word, sentence);
                tokens.Add(new Token("not", sentence));
                at++;
            }
            else
            {
                Close(tokens, word, sentence);
                sentence += IsEnd(folded, at) ? 1 : 0;
            }
        }

        Close(tokens, word, sentence);

        return tokens;
    }

    /// <param name="folded">A word as it is compared, but for the letters that disguises swap.</param>
    public static string Skeleton(string folded) => folded.Replace('l', 'i');

    private static bool IsIdeographic(char letter) => letter is (>= '\u3041' and <= '\u30ff') or (>= '\u3400' and <= '\u9fff');

    private static bool IsContraction(string text, int at, StringBuilder word) =>
        word.Length > 1 && word[^1] == 'n' && at + 1 < text.Length && text[at + 1] == 't' && (at + 2 == text.Length || !char.IsLetter(text[at + 2]));

    private static bool IsEnd(string text, int at) => text[at] switch
    {
        '.' or '!' or '?' or ';' => at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]),
        '\n' or '。' or '！' or '？' => true,
        _ => false,
    };

    private static void Close(List<Token> tokens, StringBuilder word, int sentence)
    {
        if (word.Length == 0)
        {
            return;
        }

        var text = word.ToString();
        word.Clear();
        if (!Articles.Contains(text))
        {
            tokens.Add(new Token(Skeleton(text), sentence));
        }
    }
}
