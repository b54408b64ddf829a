using CsCheck;
using Locket.Engine.Text;

namespace Locket.Tests.Text;

public class UnicodeTests
{
    // Letters, marks of several classes, jamo, syllables, exclusions, singletons and the far planes, so that they meet often.
    private static readonly Gen<string> Texts = Gen.OneOf(
        "a", "e", "o", "q", " ", "Z", "é", "ö", "ǖ", "ệ", "Å", "\u212b", "\u2126", "\u0300", "\u0301", "\u0308", "\u0323", "\u0327",
        "\u031b", "\u0345", "\u0344", "\u1100", "\u1161", "\u11a8", "가", "각", "\u0958", "\u0915", "\u093c", "が", "か", "\u3099",
        "\ufb2c", "\u05d0", "\u05bc", "\u05b0", "\U0001d15e", "\U0001d16d", "\U0002f800", "\U0001f600", "\U000e0100", "\u1e9b", "\u0307", "\u00a0", "\ud800")
        .Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1e0b\u0323", "\u1e0d\u0307")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\ufb2c", "\u05e9\u05bc\u05c1")]
    [InlineData("a\u0328\u0301", "\u0105\u0301")]
    [InlineData("\u304b\u3099", "\u304c")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")]
    [InlineData("\U0001d15e", "\U0001d157\U0001d165")]
    [InlineData("\u0344", "\u0308\u0301")]
    public void Composition_is_the_canonical_one(string text, string composed) => Assert.Equal(composed, Unicode.ToNfc(text));

    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u1ec7", "e\u0323\u0302")]
    [InlineData("\ud55c", "\u1112\u1161\u11ab")]
    [InlineData("\u1f82", "\u03b1\u0313\u0300\u0345")]
    public void Decomposition_is_the_canonical_one(string text, string decomposed) => Assert.Equal(decomposed, Unicode.ToNfd(text));

    [Theory]
    [InlineData("HELLO", "hello")]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Straße", "strasse")]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    [InlineData("Łódź Ærø", "lodz aero")]
    [InlineData("ＡＢＣ１", "abc1")]
    [InlineData("ﬁne", "fine")]
    [InlineData("Москва́", "москва")]
    [InlineData("か\u3099っこう", "がっこう")]
    [InlineData("한국", "한국")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("İstanbul", "istanbul")]
    public void Folding_forgets_case_and_the_marks_people_leave_out(string text, string folded) => Assert.Equal(folded, Unicode.Fold(text));

    [Fact]
    public void Composing_twice_changes_nothing() =>
        Texts.Sample(text => Assert.Equal(Unicode.ToNfc(text), Unicode.ToNfc(Unicode.ToNfc(text))));

    [Fact]
    public void Decomposing_first_does_not_change_the_composition() =>
        Texts.Sample(text => Assert.Equal(Unicode.ToNfc(text), Unicode.ToNfc(Unicode.ToNfd(text))));

    [Fact]
    public void Composing_first_does_not_change_the_decomposition() =>
        Texts.Sample(text => Assert.Equal(Unicode.ToNfd(text), Unicode.ToNfd(Unicode.ToNfc(text))));

    [Fact]
    public void Folding_twice_changes_nothing() =>
        Texts.Sample(text => Assert.Equal(Unicode.Fold(text), Unicode.Fold(Unicode.Fold(text))));

    [Fact]
    public void Equivalent_texts_fold_to_the_same() =>
        Texts.Sample(text => Assert.Equal(Unicode.Fold(Unicode.ToNfc(text)), Unicode.Fold(Unicode.ToNfd(text))));

    [Fact]
    public void A_mark_that_folds_to_a_letter_keeps_its_place() =>
        Assert.Equal(Unicode.Fold("\u1FFC\u3099"), Unicode.Fold("\u03A9\u3099\u0345"));

    [Fact]
    public void What_is_composed_already_is_not_copied()
    {
        const string text = "déjà vu 한국";

        Assert.Same(text, Unicode.ToNfc(text));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_text_that_is_one_long_run_of_marks_is_put_in_order_at_once()
    {
        // Classes 240, 230 and 220 in turn: sorted by insertion this takes the better part of an hour.
        const int Turns = 200_000;
        var marks = string.Concat(Enumerable.Repeat("\u0345\u0301\u0323", Turns));

        var ordered = await Task.Run(() => Unicode.ToNfd("x" + marks), TestContext.Current.CancellationToken);

        Assert.Equal("x" + new string('\u0323', Turns) + new string('\u0301', Turns) + new string('\u0345', Turns), ordered);
    }
}
