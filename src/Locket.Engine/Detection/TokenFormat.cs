using System.Buffers;
using System.Globalization;

namespace Locket.Engine.Detection;

/// <summary>
/// How the tokens of one issuer look: literal parts, and runs of letters of a set between them. Matched from left to right without
/// going back, so a text costs no more than its length times a small number, whatever stands in it.
/// </summary>
internal sealed class TokenFormat
{
    private const int Enough = 256;
    private readonly List<Part> _parts = [];
    private readonly Part? _before;
    private readonly Func<string, bool>? _isValid;

    /// <param name="kind">As it is shown.</param>
    /// <param name="pattern">
    /// Literals, and <c>&lt;SET:LENGTH&gt;</c> for runs; a length is a number, <c>LEAST-MOST</c> or <c>LEAST+</c>. A literal stands first, or after the first run.
    /// </param>
    /// <param name="isValid">What a checksum or the rest says; none where the form alone is proof enough.</param>
    public TokenFormat(string kind, string pattern, Func<string, bool>? isValid = null)
    {
        (Kind, _isValid) = (kind, isValid);
        var at = 0;
        while (at < pattern.Length)
        {
            var isRun = pattern[at] == '<';
            var end = isRun ? pattern.IndexOf('>', at) + 1 : pattern.IndexOf('<', at);
            end = end <= 0 ? pattern.Length : end;
            _parts.Add(isRun ? Run(pattern[(at + 1)..(end - 1)]) : new Part(pattern[at..end], null, 0, 0));
            at = end;
        }

        if (_parts[0].Literal is null)
        {
            _before = _parts[0];
            _parts.RemoveAt(0);
        }

        Anchor = _parts[0].Literal!;
    }

    public string Kind { get; }

    /// <summary>What is searched for: the first literal.</summary>
    public string Anchor { get; }

    /// <returns>The token whose anchor stands at a place, or null.</returns>
    public Finding? Match(string text, int anchor)
    {
        if (string.CompareOrdinal(text, anchor, Anchor, 0, Anchor.Length) != 0)
        {
            return null;
        }

        var start = anchor - (_before?.MeasureBack(text.AsSpan(0, anchor)) ?? 0);
        if (anchor - start < (_before?.Least ?? 0) || !Boundary.IsBefore(text, start) || End(text, anchor) is not { } end)
        {
            return null;
        }

        var body = text.AsSpan(anchor + Anchor.Length, end - anchor - Anchor.Length);

        if (!IsRandom(body) || (_isValid is not null && !_isValid(text[start..end])))
        {
            return null;
        }

        end += _parts[^1].Rest(text.AsSpan(end));

        return new Finding(start, end - start, Kind, Nature.Secret);
    }

    private int? End(string text, int at)
    {
        for (var index = 0; index < _parts.Count; index++)
        {
            var part = _parts[index];
            if (part.Literal is { } literal)
            {
                if (string.CompareOrdinal(text, at, literal, 0, literal.Length) != 0)
                {
                    return null;
                }

                at += literal.Length;
                continue;
            }

            var length = part.Measure(text.AsSpan(at));
            at += length;
            if (length < part.Least || (index == _parts.Count - 1 && GoesOn(text, at, part)))
            {
                return null;
            }
        }

        return at;
    }

    // Of a longer run of the same letters it is a part, and something else. A full stop ends a sentence.
    private static bool GoesOn(string text, int at, Part part) =>
        part.Most != int.MaxValue && at < text.Length && text[at] != '.' && part.Set!.Contains(text[at]);

    // What stands for a token in a manual: xxxxxxxx, 00000000.
    private static bool IsRandom(ReadOnlySpan<char> body) => body.Length < 8 || Randomness.Distinct(body) >= Math.Min(8, body.Length / 3);

    private static Part Run(string notation)
    {
        var length = notation[2..];
        var dash = length.IndexOf('-', StringComparison.Ordinal);
        int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
        var (least, most) = length.EndsWith('+') ? (Number(length[..^1]), int.MaxValue)
            : dash > 0 ? (Number(length[..dash]), Number(length[(dash + 1)..]))
            : (Number(length), Number(length));

        return new Part(null, CharSets.Of(notation[0]), least, most);
    }

    private sealed record Part(string? Literal, SearchValues<char>? Set, int Least, int Most)
    {
        // Of a run without a limit the beginning decides; only what is found is read to its end, so that nothing is read twice.
        public int Measure(ReadOnlySpan<char> text)
        {
            var most = Most == int.MaxValue ? Math.Max(Least, Enough) : Most;
            var window = text.Length <= most ? text : text[..most];
            var length = window.IndexOfAnyExcept(Set!);

            return length < 0 ? window.Length : length;
        }

        public int Rest(ReadOnlySpan<char> text)
        {
            if (Most != int.MaxValue)
            {
                return 0;
            }

            var length = text.IndexOfAnyExcept(Set!);

            return length < 0 ? text.Length : length;
        }

        public int MeasureBack(ReadOnlySpan<char> text)
        {
            var window = text.Length <= Most ? text : text[^Most..];

            return window.Length - 1 - window.LastIndexOfAnyExcept(Set!);
        }
    }
}
