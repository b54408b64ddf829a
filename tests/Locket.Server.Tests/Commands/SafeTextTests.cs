using CsCheck;
using Locket.Server.Commands;

namespace Locket.Server.Tests.Commands;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\u001b[2J\u001b]0;owned\u0007", "\\x1b[2J\\x1b]0;owned\\x07")]
    [InlineData("a\rb\bc\u007fd", "a\\x0db\\x08c\\x7fd")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("\u202egnp.exe\u2066x\u2069", "\\u{202e}gnp.exe\\u{2066}x\\u{2069}")]
    [InlineData("a\u200bb\ufeffc\u2028d", "a\\u{200b}b\\u{feff}c\\u{2028}d")]
    [InlineData("\U000E0041", "\\u{e0041}")]
    [InlineData("漢字 é 😀 ñ", "漢字 é 😀 ñ")]
    public void What_could_act_on_a_terminal_is_shown_instead(string text, string shown) =>
        Assert.Equal(shown, SafeText.Escape(text, keepLines: true));

    [Fact]
    public void Line_ends_stay_only_where_they_are_wanted()
    {
        Assert.Equal("a\n\tb", SafeText.Escape("a\n\tb", keepLines: true));
        Assert.Equal("a\\x0a\\x09b", SafeText.Escape("a\n\tb", keepLines: false));
    }

    [Fact]
    public void No_text_brings_a_control_character_through() =>
        Gen.String.Sample(text => !SafeText.Escape(text, keepLines: false).Any(char.IsControl), iter: 10_000);
}
