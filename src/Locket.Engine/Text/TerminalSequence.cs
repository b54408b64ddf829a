namespace Locket.Engine.Text;

/// <summary>
/// Escape sequences of terminals (ECMA-48): they move the cursor, hide text, set titles, and write links that lead elsewhere than they
/// say. One that is not ended is only its beginning, so that it takes no text along.
/// </summary>
internal static class TerminalSequence
{
    private const int Escape = 0x1B;
    private const int Bell = 0x07;

    /// <param name="unended">Up to where no string is ended, because one that began earlier was not: so that a line of beginnings is looked through once.</param>
    /// <returns>How many code points from here on are one sequence; 0 where none begins.</returns>
    public static int LengthAt(ReadOnlySpan<int> codes, int at, ref int unended)
    {
        var (kind, start) = codes[at] switch
        {
            Escape when at + 1 < codes.Length => (codes[at + 1], at + 2),
            >= 0x80 and <= 0x9F and var single => (single - 0x40, at + 1),
            _ => (0, at),
        };

        return kind switch
        {
            '[' => Parameters(codes, start) - at,
            ']' or 'P' or '^' or '_' or 'X' => Ended(codes, start, ref unended) - at,
            >= ' ' and <= '/' when start < codes.Length && codes[start] is >= '0' and <= '~' => start + 1 - at,
            >= '0' and <= '~' when codes[at] == Escape => start - at,
            _ => 0,
        };
    }

    private static int Parameters(ReadOnlySpan<int> codes, int at)
    {
        while (at < codes.Length && codes[at] is >= ' ' and <= '?')
        {
            at++;
        }

        return at < codes.Length && codes[at] is >= '@' and <= '~' ? at + 1 : at;
    }

    private static int Ended(ReadOnlySpan<int> codes, int start, ref int unended)
    {
        var at = Math.Max(start, unended);
        for (; at < codes.Length && codes[at] is not ('\n' or '\r'); at++)
        {
            if (codes[at] is Bell or 0x9C)
            {
                return at + 1;
            }

            if (codes[at] == Escape && at + 1 < codes.Length && codes[at + 1] == '\\')
            {
                return at + 2;
            }
        }

        unended = at;

        return start;
    }
}
