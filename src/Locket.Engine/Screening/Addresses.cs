using System.Buffers;

namespace Locket.Engine.Screening;

/// <summary>Whether a text names a place to send something to.</summary>
internal static class Addresses
{
    private const int LongestHost = 255;
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \n,;)>");

    public static bool Find(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains(": / /", StringComparison.Ordinal) || text.Contains("hxxp", StringComparison.OrdinalIgnoreCase) || text.Contains("www.", StringComparison.OrdinalIgnoreCase)
            || text.Contains("webhook", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var after = text.AsSpan(at + 1, Math.Min(LongestHost, text.Length - at - 1));
            var end = after.IndexOfAny(Ends);
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]) && (end < 0 ? after : after[..end]).Contains('.'))
            {
                return true;
            }
        }

        return false;
    }
}
