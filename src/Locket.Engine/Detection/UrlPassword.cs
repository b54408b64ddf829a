using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>The password in <c>scheme://user:password@host</c>, and a token that stands there for both.</summary>
internal static class UrlPassword
{
    public const string Anchor = "://";
    public const string Kind = "url-password";
    public const string TokenKind = "url-token";
    private const int Most = 512;
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>");

    public static Finding? Match(string text, int anchor)
    {
        if (anchor < 2 || !char.IsAsciiLetterOrDigit(text[anchor - 1]))
        {
            return null;
        }

        var start = anchor + Anchor.Length;
        var window = text.AsSpan(start, Math.Min(Most, text.Length - start));
        var end = window.IndexOfAny(Ends);
        window = end < 0 ? window : window[..end];

        // In a web address a path may hold an @ and a colon; a password of a database may hold a slash.
        if (text[anchor - 1] is 'p' or 's' && text.AsSpan(0, anchor).EndsWith(text[anchor - 1] == 'p' ? "http" : "https", StringComparison.OrdinalIgnoreCase))
        {
            var path = window.IndexOfAny("/?#");
            window = path < 0 ? window : window[..path];
        }

        var at = window.LastIndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var colon = window[..at].IndexOf(':');
        var secret = window[(colon + 1)..at];
        var isSecret = colon >= 0 ? secret.Length >= 3 && !Placeholder.Is(secret) : Randomness.Holds(secret);

        return isSecret ? new Finding(start + colon + 1, secret.Length, colon >= 0 ? Kind : TokenKind, Nature.Secret) : null;
    }
}
