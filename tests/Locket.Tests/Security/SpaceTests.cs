using CsCheck;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Security;

public class SpaceTests
{
    [Theory]
    [InlineData("work", "work", true)]
    [InlineData("work", "Work", false)]
    [InlineData("work", "works", false)]
    [InlineData("*", "anything at all", true)]
    [InlineData("work/*", "work/", true)]
    [InlineData("work/*", "work", false)]
    [InlineData("work/*", "home/work/x", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-c-b", false)]
    [InlineData("*b*", "abc", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("a?c", "abc", false)]
    [InlineData("[ab]", "a", false)]
    public void A_pattern_covers_what_it_says(string pattern, string space, bool covers) =>
        Assert.Equal(covers, SpacePattern.Parse(pattern).Covers(SpaceName.Parse(space)));

    [Fact]
    public void A_pattern_covers_what_the_simplest_matcher_covers() =>
        Gen.Select(Gen.String[Gen.Char["ab*"], 1, 8], Gen.String[Gen.Char["ab"], 1, 10])
            .Where((pattern, _) => pattern.Count(letter => letter == '*') <= 8)
            .Sample((pattern, name) => Assert.Equal(Matches(pattern, name), SpacePattern.Parse(pattern).Covers(SpaceName.Parse(name))), iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    public void A_name_that_cannot_be_shown_is_refused(string name) => Refused.As(RefusalCode.Invalid, () => SpaceName.Parse(name));

    // Not as test data: a runner cannot carry half a letter.
    [Fact]
    public void Half_a_letter_is_refused() => Refused.As(RefusalCode.Invalid, () => SpaceName.Parse("a\ud800"));

    [Fact]
    public void A_name_has_at_most_128_characters()
    {
        Assert.Equal(128, SpaceName.Parse(new string('a', 128)).Value.Length);
        Refused.As(RefusalCode.Invalid, () => SpaceName.Parse(new string('a', 129)));
    }

    [Fact]
    public void A_name_that_nobody_parsed_is_of_no_use() => Assert.Throws<InvalidOperationException>(() => default(SpaceName).Value);

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        if (pattern[0] == '*')
        {
            return Matches(pattern[1..], name) || (!name.IsEmpty && Matches(pattern, name[1..]));
        }

        return !name.IsEmpty && pattern[0] == name[0] && Matches(pattern[1..], name[1..]);
    }
}
