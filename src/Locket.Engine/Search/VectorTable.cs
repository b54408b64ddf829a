using Locket.Engine.Vectors;

namespace Locket.Engine.Search;

/// <summary>The vectors of one model, by number of the memory, in pieces that lie close together so that all can be looked through.</summary>
internal sealed class VectorTable(long stamp, int dimensions)
{
    private const int PieceLength = 1_024;

    private readonly List<sbyte[]?> _pieces = [];

    // 0 where there is none: no direction has that.
    private float[] _scales = [];

    public long Stamp => stamp;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public void Put(int number, UnitVector vector)
    {
        if (vector.Dimensions != dimensions)
        {
            return;
        }

        Reserve(number);
        vector.Values.Span.CopyTo(Row(number));
        Count += _scales[number] == 0 ? 1 : 0;
        _scales[number] = vector.Scale;
    }

    public void Drop(int number)
    {
        if (Has(number))
        {
            Row(number).Clear();
            _scales[number] = 0;
            Count--;
        }
    }

    public bool Has(int number) => number < _scales.Length && _scales[number] != 0;

    /// <returns>The cosine of the angle between the two, from -1 to 1; null where there is no vector.</returns>
    public double? CosineOf(int number, UnitVector vector) => Has(number) && vector.Dimensions == dimensions
        ? (double)UnitVector.Dot(Row(number), vector.Values.Span) * _scales[number] * vector.Scale
        : null;

    private Span<sbyte> Row(int number) => _pieces[number / PieceLength].AsSpan(number % PieceLength * dimensions, dimensions);

    private void Reserve(int number)
    {
        var piece = number / PieceLength;
        while (_pieces.Count <= piece)
        {
            _pieces.Add(null);
        }

        if (_pieces[piece] is null)
        {
            _pieces[piece] = new sbyte[PieceLength * dimensions];
            Bytes += PieceLength * (long)dimensions;
        }

        if (number >= _scales.Length)
        {
            var length = Math.Max(number + 1, (_scales.Length * 3 / 2) + 16);
            Bytes += sizeof(float) * (length - _scales.Length);
            Array.Resize(ref _scales, length);
        }
    }
}
