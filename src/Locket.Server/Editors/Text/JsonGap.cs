namespace Locket.Server.Editors.Text;

/// <summary>What stands between two tokens of JSON: white space, comments, and a comma perhaps.</summary>
/// <param name="Comma">Where the comma stands; null without one.</param>
/// <param name="Tail">Where the white space at the end begins: after the last comment or comma.</param>
/// <param name="EndsInLineComment">Whether what comes next must begin on a new line.</param>
internal readonly record struct JsonGap(int? Comma, int Tail, bool EndsInLineComment)
{
    public static JsonGap Between(string text, int from, int to)
    {
        int? comma = null;
        var tail = from;
        var isLine = false;
        for (var at = from; at < to;)
        {
            if (text[at] == '/')
            {
                isLine = text[at + 1] == '/';
                at = isLine ? LineEnd(text, at, to) : text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
                tail = at;
                continue;
            }

            if (text[at] == ',')
            {
                comma = at;
                tail = at + 1;
                isLine = false;
            }

            at++;
        }

        return new JsonGap(comma, tail, isLine);
    }

    public static int LineEnd(string text, int from, int to)
    {
        var length = text.AsSpan(from, to - from).IndexOfAny('\r', '\n');

        return length < 0 ? to : from + length;
    }
}
