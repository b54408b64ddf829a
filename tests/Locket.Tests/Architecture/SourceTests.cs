using System.Text.RegularExpressions;
using Locket.Tests.Support;

namespace Locket.Tests.Architecture;

public partial class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Everything().Where(file => file.Text.AsSpan().Count('\n') > MostLines).Select(file => file.Path);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var vague = Everything().SelectMany(file => Declaration().Matches(file.Text).Select(match => match.Groups[1].Value).Where(name => Vague().IsMatch(name)));

        Assert.Empty(vague);
    }

    [Theory]
    [InlineData("UserHelper", true)]
    [InlineData("StoreBase", true)]
    [InlineData("HelperOfUsers", true)]
    [InlineData("SqliteDatabase", false)]
    [InlineData("Implied", false)]
    public void A_vague_name_is_told_by_its_words(string name, bool isVague) => Assert.Equal(isVague, Vague().IsMatch(name));

    [Theory]
    [InlineData("#pragma warning " + "disable")]
    [InlineData("Suppress" + "Message")]
    [InlineData("#nullable " + "disable")]
    [InlineData("TO" + "DO")]
    [InlineData("FIX" + "ME")]
    [InlineData("NotImplemented" + "Exception")]
    public void Nothing_is_silenced_or_put_off(string words)
    {
        var files = Everything().Where(file => file.Text.Contains(words, StringComparison.Ordinal)).Select(file => file.Path);

        Assert.Empty(files);
    }

    [Fact]
    public void Every_skipped_test_names_the_capability_it_waits_for()
    {
        var silent = SourceTree.Files("tests")
            .SelectMany(file => Skip().Matches(file.Text).Select(match => (file.Path, Reason: match.Groups[1].Value)))
            .Where(skip => !skip.Reason.StartsWith("waits for: ", StringComparison.Ordinal))
            .Select(skip => skip.Path);

        Assert.Empty(silent);
    }

    [Fact]
    public void The_rules_see_the_sources()
    {
        Assert.Contains(Everything(), file => file.Path == "src/Locket.Engine/Security/Caller.cs");
        Assert.Contains(Everything(), file => file.Path == "tests/Locket.Tests/Architecture/SourceTests.cs");
    }

    private static IEnumerable<(string Path, string Text)> Everything() => SourceTree.Files("src").Concat(SourceTree.Files("tests"));

    [GeneratedRegex(@"^\s*(?:[a-z]+ )*(?:class|struct|interface|enum|record(?: struct| class)?) ([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex("(?:Helper|Helpers|Util|Utils|Utility|Utilities|Manager|Impl|Common|Base)(?![a-z])")]
    private static partial Regex Vague();

    [GeneratedRegex(@"Skip\s*=\s*""([^""]*)""")]
    private static partial Regex Skip();
}
