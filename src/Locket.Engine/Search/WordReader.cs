using System.Globalization;
using System.Text;

namespace Locket.Engine.Search;

/// <summary>
/// Walks over the words of a folded text. Scripts that put no spaces between words (Han, kana, Hangul, Thai and their
/// neighbours) give overlapping pairs of letters; a memory also gives the single letters, so that a query of one letter finds it.
/// </summary>
internal ref struct WordReader(ReadOnlySpan<char> folded, bool isQuery)
{
    public const int MaxWordLength = 64;

    private readonly ReadOnlySpan<char> _text = folded;
    private readonly bool _isQuery = isQuery;
    private int _at;
    private int _beforeInRun = -1;
    private int _pairEnd = -1;

    public ReadOnlySpan<char> Current { get; private set; }

    public bool MoveNext()
    {
        if (_pairEnd >= 0)
        {
            return Pair();
        }

        while (_at < _text.Length)
        {
            var length = Next(_at, out var rune);
            if (IsUnspaced(rune))
            {
                if (Letter(length))
                {
                    return true;
                }

                continue;
            }

            _beforeInRun = -1;
            if (IsWordPart(rune))
            {
                Word();
                return true;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol)
            {
                Current = _text.Slice(_at, length);
                _at += length;
                return true;
            }

            _at += length;
        }

        return false;
    }

    /// <summary>Takes one letter of an unspaced run. False when there is nothing to report yet.</summary>
    private bool Letter(int length)
    {
        var (start, end) = (_at, _at + length);
        var isFirst = _beforeInRun < 0;
        _at = end;
        if (!isFirst)
        {
            _pairEnd = end;
        }

        if (_isQuery)
        {
            // One Han letter among kana is a word of its own; the pair comes after it.
            var isAlone = IsHan(RuneAt(start)) && !(end < _text.Length && IsHan(RuneAt(end))) && (isFirst || !IsHan(RuneAt(_beforeInRun)));
            if (!isFirst && !isAlone)
            {
                return Pair();
            }

            _beforeInRun = isFirst ? start : _beforeInRun;
            Current = _text[start..end];
            return isAlone || end == _text.Length || !IsUnspaced(RuneAt(end));
        }

        if (isFirst)
        {
            _beforeInRun = start;
        }

        Current = _text[start..end];
        return true;
    }

    private bool Pair()
    {
        Current = _text[_beforeInRun.._pairEnd];
        _beforeInRun += Next(_beforeInRun, out _);
        _pairEnd = -1;
        return true;
    }

    private void Word()
    {
        var start = _at;
        while (_at < _text.Length)
        {
            var length = Next(_at, out var rune);
            if (!IsWordPart(rune) || IsUnspaced(rune))
            {
                break;
            }

            _at += length;
        }

        Current = _text[start..EndOf(start)];
        SkipEnglishSuffix();
    }

    /// <summary>A word too long is cut where a character ends: half of one cannot be written down, and would come back as another.</summary>
    private readonly int EndOf(int start)
    {
        var end = start + MaxWordLength;
        return end >= _at ? _at : char.IsSurrogatePair(_text[end - 1], _text[end]) ? end - 1 : end;
    }

    /// <summary>Steps over the rest of "she's", "don't", "they'll": never a word of its own.</summary>
    private void SkipEnglishSuffix()
    {
        var rest = _text[_at..];
        if (rest.Length < 2 || rest[0] is not ('\'' or '’'))
        {
            return;
        }

        foreach (var suffix in (ReadOnlySpan<string>)["s", "t", "d", "m", "ll", "re", "ve"])
        {
            var end = 1 + suffix.Length;
            if (rest[1..].StartsWith(suffix, StringComparison.Ordinal) && (rest.Length == end || !char.IsLetterOrDigit(rest[end])))
            {
                _at += end;
                return;
            }
        }
    }

    private readonly int Next(int at, out Rune rune)
    {
        Rune.DecodeFromUtf16(_text[at..], out rune, out var length);
        return length;
    }

    private readonly Rune RuneAt(int at)
    {
        Next(at, out var rune);
        return rune;
    }

    private static bool IsWordPart(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value)
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsHan(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsUnspaced(Rune rune) => rune.Value >= 0xE00 && IsWordPart(rune) && rune.Value is
        (>= 0xE00 and <= 0xEFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1100 and <= 0x11FF) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x2E80 and <= 0x2FDF) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x318F) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
