using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>JSON Web Tokens with a signature (RFC 7515), and encrypted ones (RFC 7516).</summary>
internal static class WebToken
{
    public const string Anchor = "eyJ";
    private const int LeastPart = 10;
    private static readonly SearchValues<char> Letters = CharSets.Of('w');

    /// <param name="failed">Up to where no token can begin: whatever begins before it meets the same end of its first part.</param>
    public static Finding? Match(string text, int start, ref int failed)
    {
        if (start < failed || !Boundary.IsBefore(text, start))
        {
            return null;
        }

        var (at, parts) = (start, 0);
        while (parts < 5)
        {
            var length = text.AsSpan(at).IndexOfAnyExcept(Letters);
            var end = length < 0 ? text.Length : at + length;
            var mayBeEmpty = parts is 1 or 2;
            if (parts == 0)
            {
                failed = end;
            }

            if (end - at < LeastPart && !mayBeEmpty)
            {
                break;
            }

            parts++;
            at = end;
            if (at + 1 >= text.Length || text[at] != '.' || !Letters.Contains(text[at + 1]) && text[at + 1] != '.')
            {
                break;
            }

            at++;
        }

        var isToken = parts >= 3 && (text[at - 1] != '.' || parts == 5);
        failed = isToken ? at : failed;

        return isToken ? new Finding(start, at - start, "jwt", Nature.Secret) : null;
    }
}
