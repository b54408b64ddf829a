using CsCheck;
using Locket.Engine.Vectors;

namespace Locket.Tests.Vectors;

public sealed class UnitVectorTests
{
    private static readonly Gen<sbyte[]> Values = Gen.SByte[-127, 127].Array[0, 300];

    [Fact]
    public void The_product_in_strides_is_the_product_one_by_one() => Gen.Select(Values, Values).Sample((one, other) =>
    {
        var length = Math.Min(one.Length, other.Length);
        var expected = Enumerable.Range(0, length).Sum(at => one[at] * other[at]);

        return UnitVector.Dot(one.AsSpan(0, length), other.AsSpan(0, length)) == expected;
    });

    [Fact]
    public void The_greatest_product_does_not_overflow()
    {
        var most = Enumerable.Repeat((sbyte)-127, EmbeddingModel.MostDimensions).ToArray();

        Assert.Equal(127 * 127 * EmbeddingModel.MostDimensions, UnitVector.Dot(most, most));
    }

    [Fact]
    public void The_angle_is_nearly_that_of_the_floats() => Gen.Select(Gen.Float[-1, 1].Array[64], Gen.Float[-1, 1].Array[64]).Sample((one, other) =>
    {
        if (UnitVector.Of(one) is not { } first || UnitVector.Of(other) is not { } second)
        {
            return true;
        }

        var cosine = UnitVector.Dot(first.Values.Span, second.Values.Span) * first.Scale * second.Scale;

        return Math.Abs(cosine - Cosine(one, other)) < 0.02;
    });

    [Fact]
    public void What_has_no_direction_is_none()
    {
        Assert.Null(UnitVector.Of(new float[8]));
        Assert.Null(UnitVector.Of([1, float.NaN]));
        Assert.Null(UnitVector.Of([1, float.PositiveInfinity]));
        Assert.Null(UnitVector.OfBytes(new byte[8]));
        Assert.Null(UnitVector.OfBytes([1, 0x80]));
        Assert.Null(UnitVector.OfBytes([]));
    }

    [Fact]
    public void It_comes_back_from_its_bytes()
    {
        var vector = UnitVector.Of([0.25f, -1, 0.5f])!;
        var back = UnitVector.OfBytes(vector.ToBytes())!;

        Assert.Equal(vector.Values.ToArray(), back.Values.ToArray());
        Assert.Equal(vector.Scale, back.Scale);
    }

    private static double Cosine(float[] one, float[] other)
    {
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var at = 0; at < one.Length; at++)
        {
            product += one[at] * other[at];
            first += one[at] * one[at];
            second += other[at] * other[at];
        }

        return product / Math.Sqrt(first * second);
    }
}
