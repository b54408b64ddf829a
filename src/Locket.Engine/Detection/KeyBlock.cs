using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>Private keys in armour: PEM, OpenSSH, PGP, PuTTY. Without its end, a key goes as far as its letters do.</summary>
internal static class KeyBlock
{
    public const string Pem = "-----BEGIN ";
    public const string Putty = "Private-Lines: ";
    private const string Label = "PRIVATE KEY";
    private const int MostLabel = 40;
    private const int LeastBody = 32;

    // Base 64, line ends also as \n, and the lines that a key of RFC 1421 or PGP says about itself.
    private static readonly SearchValues<char> Body = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/= \r\n\t\\:-,.()");

    public static Finding? MatchPem(string text, int anchor)
    {
        var label = text.AsSpan(anchor + Pem.Length, Math.Min(MostLabel, text.Length - anchor - Pem.Length));
        var dashes = label.IndexOf("-----", StringComparison.Ordinal);
        if (dashes < 0 || !label[..dashes].Contains(Label, StringComparison.Ordinal))
        {
            return null;
        }

        return Found(text, anchor, anchor + Pem.Length + dashes + 5, "-----", "-----END ", "-----");
    }

    public static Finding? MatchPutty(string text, int anchor) => Found(text, anchor, anchor + Putty.Length, "Private-", "Private-MAC: ", "\n");

    private static Finding? Found(string text, int start, int from, string any, string end, string last)
    {
        // No further than the next mark of the kind, whichever: so that no letter is read for two keys.
        var rest = text.AsSpan(from);
        var mark = rest.IndexOf(any, StringComparison.Ordinal);
        var inside = mark < 0 ? rest : rest[..mark];
        var body = inside.IndexOfAnyExcept(Body);
        body = body < 0 ? inside.Length : body;
        var stop = body == mark && rest[mark..].StartsWith(end, StringComparison.Ordinal) ? mark : -1;
        if (Letters(rest[..body]) < LeastBody)
        {
            return null;
        }

        if (stop >= 0)
        {
            var tail = rest[(stop + end.Length)..];
            var closing = tail.IndexOf(last, StringComparison.Ordinal);
            body = closing is >= 0 and <= 80 ? stop + end.Length + closing + (last == "\n" ? 0 : last.Length) : stop;
        }

        return new Finding(start, from + body - start, "private-key", Nature.Secret);
    }

    private static int Letters(ReadOnlySpan<char> body)
    {
        var longest = 0;
        foreach (var line in body.EnumerateLines())
        {
            longest = Math.Max(longest, line.Trim().IndexOfAny(' ', ':') < 0 ? line.Trim().Length : 0);
        }

        return longest;
    }
}
