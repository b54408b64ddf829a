using System.Numerics;
using System.Runtime.InteropServices;

namespace Locket.Engine.Vectors;

/// <summary>
/// A direction in whole numbers from -127 to 127: a byte a dimension instead of four, and sums that are the same to the last bit on
/// every machine. The length of the original is not kept, because only the angle between two is ever asked for.
/// </summary>
public sealed class UnitVector
{
    private const int Most = 127;

    private UnitVector(sbyte[] values) => (Values, Scale) = (values, ScaleOf(values));

    public ReadOnlyMemory<sbyte> Values { get; }

    /// <summary>One by the length of the whole numbers.</summary>
    public float Scale { get; }

    public int Dimensions => Values.Length;

    /// <returns>Null for one without a direction: all zero, or not all numbers.</returns>
    public static UnitVector? Of(ReadOnlySpan<float> vector)
    {
        var greatest = 0f;
        foreach (var value in vector)
        {
            if (!float.IsFinite(value))
            {
                return null;
            }

            greatest = Math.Max(greatest, Math.Abs(value));
        }

        if (greatest == 0)
        {
            return null;
        }

        var values = new sbyte[vector.Length];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = (sbyte)Math.Round(vector[at] / (double)greatest * Most);
        }

        return new UnitVector(values);
    }

    /// <returns>Null for bytes that none was made of.</returns>
    public static UnitVector? OfBytes(ReadOnlySpan<byte> bytes)
    {
        var values = MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();

        return values.Contains(sbyte.MinValue) || values.All(value => value == 0) ? null : new UnitVector(values);
    }

    public ReadOnlySpan<byte> ToBytes() => MemoryMarshal.AsBytes(Values.Span);

    /// <summary>The sum of the products. Both are of one length.</summary>
    public static int Dot(ReadOnlySpan<sbyte> one, ReadOnlySpan<sbyte> other)
    {
        var sums = Vector<int>.Zero;
        var at = 0;
        for (; at <= one.Length - Vector<sbyte>.Count; at += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(one[at..]), out var oneLow, out var oneHigh);
            Vector.Widen(new Vector<sbyte>(other[at..]), out var otherLow, out var otherHigh);

            // Two products of at most 127 by 127 fit into sixteen bits.
            Vector.Widen((oneLow * otherLow) + (oneHigh * otherHigh), out var low, out var high);
            sums += low + high;
        }

        var sum = Vector.Sum(sums);
        for (; at < one.Length; at++)
        {
            sum += one[at] * other[at];
        }

        return sum;
    }

    private static float ScaleOf(ReadOnlySpan<sbyte> values) => (float)(1 / Math.Sqrt(Dot(values, values)));
}
