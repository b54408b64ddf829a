namespace Locket.Engine.Search;

/// <summary>A word being shortened, and the conditions of Porter's paper on what stands before an ending.</summary>
internal ref struct Stem(Span<char> letters, int length)
{
    private readonly Span<char> _letters = letters;
    private int _length = length;

    public readonly bool EndsWith(string suffix) => _letters[.._length].EndsWith(suffix, StringComparison.Ordinal);

    /// <summary>Puts other letters in the place of the last ones; never more than one longer.</summary>
    public void Replace(int count, string with)
    {
        with.CopyTo(_letters[(_length - count)..]);
        _length += with.Length - count;
    }

    /// <summary>The paper's m: how many times a vowel is followed by a consonant, without the last <paramref name="cut"/> letters.</summary>
    public readonly int MeasureBefore(int cut)
    {
        var measure = 0;
        for (var at = 1; at < _length - cut; at++)
        {
            measure += IsConsonant(at) && !IsConsonant(at - 1) ? 1 : 0;
        }

        return measure;
    }

    public readonly bool HasVowelBefore(int cut)
    {
        for (var at = 0; at < _length - cut; at++)
        {
            if (!IsConsonant(at))
            {
                return true;
            }
        }

        return false;
    }

    public readonly bool EndsWithDoubleConsonant() =>
        _length > 1 && _letters[_length - 1] == _letters[_length - 2] && IsConsonant(_length - 1);

    /// <summary>The paper's *o: consonant, vowel, consonant, the last not w, x or y.</summary>
    public readonly bool IsShortBefore(int cut)
    {
        var last = _length - cut - 1;
        return last >= 2 && IsConsonant(last) && !IsConsonant(last - 1) && IsConsonant(last - 2) && _letters[last] is not ('w' or 'x' or 'y');
    }

    /// <returns>The word itself when nothing changed, so that no copy is kept of it.</returns>
    public readonly string ToString(string word) =>
        _letters[.._length].SequenceEqual(word) ? word : _letters[.._length].ToString();

    private readonly bool IsConsonant(int at) => _letters[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(at - 1),
        _ => true,
    };
}
