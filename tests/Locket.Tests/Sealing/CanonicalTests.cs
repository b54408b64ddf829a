using CsCheck;
using Locket.Engine.Text;

namespace Locket.Tests.Sealing;

public class CanonicalTests
{
    [Fact]
    public void Other_fields_are_never_the_same_bytes() =>
        Gen.Select(Gen.String[Gen.Char["ab"], 0, 3].Array[0, 4], Gen.String[Gen.Char["ab"], 0, 3].Array[0, 4]).Sample((one, other) =>
            Assert.Equal(one.SequenceEqual(other, StringComparer.Ordinal), Bytes(one).AsSpan().SequenceEqual(Bytes(other))), iter: 20_000);

    [Fact]
    public void Absent_empty_and_zero_all_differ()
    {
        byte[][] all =
        [
            new Canonical("x").Add((string?)null).ToBytes(),
            new Canonical("x").Add("").ToBytes(),
            new Canonical("x").Add(0).ToBytes(),
            new Canonical("x").Add((DateTimeOffset?)null).Add("").ToBytes(),
            new Canonical("x").Add([""]).ToBytes(),
            new Canonical("x").ToBytes(),
        ];

        Assert.Equal(all.Length, all.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_border_between_fields_cannot_be_moved() =>
        Assert.NotEqual(new Canonical("x").Add("ab").Add("c").ToBytes(), new Canonical("x").Add("a").Add("bc").ToBytes());

    // Lone surrogates all become the same replacement; nothing lets them in.
    private static byte[] Bytes(string[] texts) => new Canonical("x").Add(texts.Select(Clean).ToList()).ToBytes();

    private static string Clean(string text) => PlainText.IsWellFormed(text) ? text : Convert.ToHexString(System.Text.Encoding.Unicode.GetBytes(text)) + "!";
}
