using System.Text;

namespace Locket.Server.Stdio;

/// <summary>
/// Text in an HTTP header as protocol 2026-07-28 writes it: as it is where it is visible ASCII, else as
/// <c>=?base64?…?=</c> around the base64 of its UTF-8.
/// </summary>
internal static class HeaderText
{
    private const string Prefix = "=?base64?";
    private const string Suffix = "?=";

    public static string Of(string text) =>
        IsPlain(text) ? text : $"{Prefix}{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}{Suffix}";

    // Spaces at the ends would be trimmed on the way, and a text that looks encoded would be decoded.
    private static bool IsPlain(string text) =>
        text.All(letter => letter is >= ' ' and <= '~')
        && text.Trim(' ').Length == text.Length
        && !(text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && text.EndsWith(Suffix, StringComparison.Ordinal));
}
