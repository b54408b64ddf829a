using System.Text;

namespace Locket.Tests.Screening;

/// <summary>Ways to write a text so that those who look for its words do not see them.</summary>
internal static class Disguised
{
    public static IReadOnlyDictionary<string, Func<string, string>> Ways { get; } = new Dictionary<string, Func<string, string>>
    {
        ["plain"] = text => text,
        ["figures"] = text => Each(text, letter => letter switch { 'a' => "4", 'e' => "3", 'i' => "1", 'o' => "0", 's' => "5", 't' => "7", _ => letter.ToString() }),
        ["look-alikes"] = text => Each(text, letter => letter switch { 'a' => "а", 'e' => "е", 'o' => "о", 'p' => "р", 'c' => "с", 'i' => "і", 'y' => "у", _ => letter.ToString() }),
        ["spaces"] = text => string.Join("   ", text.Split(' ').Select(word => string.Join(' ', word.EnumerateRunes()))),
        ["no width"] = text => string.Join('\u200b', text.EnumerateRunes()),
        ["case"] = text => string.Concat(text.Select((letter, at) => at % 2 == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter))),
        ["base64"] = text => "Note: " + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["hexadecimal"] = text => "data " + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ["percent"] = Uri.EscapeDataString,
        ["moved by thirteen"] = text => Each(text, letter => char.IsAsciiLetterLower(letter) ? ((char)('a' + ((letter - 'a' + 13) % 26))).ToString() : char.IsAsciiLetterUpper(letter) ? ((char)('A' + ((letter - 'A' + 13) % 26))).ToString() : letter.ToString()),
    };

    private static string Each(string text, Func<char, string> map) => string.Concat(text.Select(map));
}
