namespace Locket.Engine.Detection;

/// <summary>Where a token may begin.</summary>
internal static class Boundary
{
    /// <summary>Not inside a word. A letter that is part of an escape, as in <c>\n</c> and <c>%20</c>, is no word.</summary>
    public static bool IsBefore(string text, int start) =>
        start == 0
        || !char.IsAsciiLetterOrDigit(text[start - 1])
        || (start > 1 && text[start - 2] == '\\' && text[start - 1] is 'n' or 'r' or 't')
        || (start > 2 && text[start - 3] == '%' && char.IsAsciiHexDigit(text[start - 2]) && char.IsAsciiHexDigit(text[start - 1]));
}
