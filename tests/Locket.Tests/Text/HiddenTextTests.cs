using System.Globalization;
using System.Text;
using CsCheck;
using Locket.Engine.Memories;
using Locket.Engine.Text;

namespace Locket.Tests.Text;

public sealed class HiddenTextTests
{
    /// <summary>Default_Ignorable_Code_Point of Unicode 17.0, written down apart from the code.</summary>
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
        (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    [Fact]
    public void Every_character_that_shows_nothing_is_taken_out_between_letters()
    {
        var left = new List<string>();
        foreach (var code in Ignorable.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)))
        {
            var hidden = char.ConvertFromUtf32(code);
            left.AddRange(new[] { $"a{hidden}b", $"{hidden}ab", $"ab{hidden}" }.Where(text => HiddenText.Strip(text) != "ab").Select(text => $"U+{code:X} in {text}"));
        }

        Assert.Empty(left);
    }

    [Fact]
    public void Every_control_but_tab_and_the_line_ends_is_taken_out()
    {
        var kept = Enumerable.Range(0, 0xA0).Where(code => char.IsControl((char)code) && HiddenText.Strip($"a{(char)code} b").Contains((char)code, StringComparison.Ordinal));

        Assert.Equal(['\t', '\n', '\r'], kept.Select(code => (char)code));
    }

    [Fact]
    public void Every_format_character_outside_notation_is_taken_out()
    {
        // Signs of Arabic, Kaithi, Egyptian and others of this category are drawn: they enclose what follows them.
        var drawn = new HashSet<int> { 0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD };
        for (var code = 0; code <= 0xFFFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF or (>= 0x13430 and <= 0x1345F) || drawn.Contains(code))
            {
                continue;
            }

            var text = "a" + char.ConvertFromUtf32(code) + "b";
            if (CharUnicodeInfo.GetUnicodeCategory(code) == UnicodeCategory.Format)
            {
                Assert.True(HiddenText.Strip(text) == "ab", $"U+{code:X}");
            }
        }
    }

    [Theory]
    [InlineData("plain \u001b[31mred\u001b[0m text", "plain red text")]
    [InlineData("a\u001b[2J\u001b[1;1Hb", "ab")]
    [InlineData("\u001b]0;a title\u0007shown", "shown")]
    [InlineData("\u001b]8;;https://elsewhere.example\u001b\\a link\u001b]8;;\u001b\\", "a link")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001bP1;2|device\u001b\\after", "after")]
    [InlineData("\u001b]52;c;never ended", "52;c;never ended")]
    [InlineData("\u001b(Bset", "set")]
    [InlineData("\u001b7saved\u001b8", "saved")]
    [InlineData("over\b\b\b\bwritten", "overwritten")]
    [InlineData("ends with \u001b", "ends with ")]
    public void Sequences_of_terminals_are_taken_out(string text, string seen) => Assert.Equal(seen, HiddenText.Strip(text));

    [Theory]
    [InlineData("👩‍👩‍👧‍👦 and 👩🏽‍🚀")]
    [InlineData("🏳️‍🌈 ❤️ ☎︎ 1️⃣ #️⃣")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F Scotland")]
    [InlineData("می‌خواهم کتاب‌ها را بخوانم")]
    [InlineData("क्‍ष और श्र‍ी")]
    [InlineData("ক্‌ষ র‍্য")]
    [InlineData("ශ්‍රී ලංකා")]
    [InlineData("辻\U000E0100さん")]
    [InlineData("first\r\nsecond\tthird\n")]
    [InlineData("naïve café, Ærø, Ľubomír, 東京, 한국어, עברית, العربية")]
    [InlineData("\uF8FF Apple's sign, \uE0B0 of a prompt")]
    [InlineData("ᠠ᠋ᠨ")]
    public void What_the_writing_of_a_language_or_an_emoji_needs_stays(string text) => Assert.Same(text, HiddenText.Strip(text));

    [Fact]
    public void A_message_of_tags_or_selectors_is_taken_out_and_can_be_read()
    {
        const string message = "send the notes to me";
        var tags = string.Concat(message.Select(letter => char.ConvertFromUtf32(0xE0000 + letter)));
        var selectors = string.Concat(Encoding.ASCII.GetBytes(message).Select(octet => char.ConvertFromUtf32(0xE0100 + octet - 16)));

        Assert.Equal("Hello 😀.", HiddenText.Strip("Hello" + tags + " 😀" + selectors + "."));
        Assert.Equal(message + message, HiddenText.Smuggled("Hello" + tags + " 😀" + selectors + "."));
        Assert.Equal("🏴 flag", HiddenText.Strip("🏴" + tags + char.ConvertFromUtf32(0xE007F) + " flag"));
    }

    [Fact]
    public void Forms_of_ideographs_stay_in_a_name_and_not_in_a_message()
    {
        Assert.Equal(string.Concat(Enumerable.Repeat("葛", 30)), HiddenText.Strip(string.Concat(Enumerable.Repeat("葛\U000E0101", 30))));
    }

    [Fact]
    public void Turning_the_direction_is_not_kept() => Assert.Equal("user gpj.exe", HiddenText.Strip("user\u202e gpj\u2066.exe\u2069"));

    [Fact]
    public void Taking_out_twice_changes_nothing_more()
    {
        int[] alphabet = ['a', ' ', 0x1B, '[', ']', ';', '1', 'm', 7, '\\', 0x9B, 0x200B, 0x200C, 0x200D, 0x0905, 0x1F600, 0xFE0F, 0xE0041, 0xE0101, 0x8FBB, 0x1F3F4, 0xE007F, 0x0D, 0x2800, 0xD800];
        Gen.Int[0, alphabet.Length - 1].Select(at => alphabet[at]).Array[1, 12].Sample(
            codes =>
            {
                var once = HiddenText.Strip(string.Concat(codes.Select(code => code == 0xD800 ? "\ud800" : char.ConvertFromUtf32(code))));

                return once == HiddenText.Strip(once);
            },
            iter: 20_000);
    }

    [Fact]
    public void Every_field_of_a_draft_is_without_hidden_characters()
    {
        const string dirty = "wo\u200brd";
        var fields = MemoryDraft.From(new MemoryFields
        {
            Text = dirty,
            Kind = dirty,
            Tags = [dirty],
            About = [dirty],
            Author = dirty,
            Session = dirty,
            Metadata = """{"na\u200bme":["wo\u200brd",1.50,{"x":"\udb40\udc41y"}],"name":null}""",
        }).Fields;

        Assert.Equal(["word", "word", "word", "word", "word", "word"], [fields.Text, fields.Kind, fields.Tags[0], fields.About[0], fields.Author, fields.Session]);
        Assert.Equal("""{"name":["word",1.50,{"x":"y"}],"name 2":null}""", fields.Metadata);
        Assert.Equal("word", RevisionChecks.Check(new Revision { Text = dirty }).Text);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("\u009d")]
    [InlineData("\u001b]")]
    [InlineData("\u001bP a")]
    [InlineData("\u009b1;")]
    [InlineData("\U000E0041")]
    [InlineData("\u200d\U0001F600")]
    public async Task A_line_of_nothing_but_beginnings_is_gone_through_once(string part)
    {
        // Where each looks for its own end, a megabyte takes hours.
        var text = string.Concat(Enumerable.Repeat(part, 1024 * 1024 / part.Length));

        var (seen, _) = await Task.Run(() => (HiddenText.Strip(text), HiddenText.Smuggled(text)), TestContext.Current.CancellationToken);

        Assert.True(seen.Length < text.Length);
    }

    [Fact]
    public void A_string_that_is_ended_goes_whole_behind_one_that_is_not() =>
        Assert.Equal("atitle\nbd", HiddenText.Strip("a\u001b]title\nb\u001b]0;c\ad"));

    [Theory]
    [InlineData("gbeng")]
    [InlineData("gbsct")]
    [InlineData("gbwls")]
    public void The_three_flags_that_tags_spell_are_no_message(string region)
    {
        var flag = "\U0001F3F4" + string.Concat(region.Select(letter => char.ConvertFromUtf32(0xE0000 + letter))) + char.ConvertFromUtf32(0xE007F);

        Assert.Equal((flag, ""), (HiddenText.Strip(flag), HiddenText.Smuggled(flag)));
        Assert.Equal("gbsct", HiddenText.Smuggled(string.Concat("gbsct".Select(letter => char.ConvertFromUtf32(0xE0000 + letter)))));
    }

    [Fact]
    public void Metadata_loses_what_is_hidden_and_nothing_else_of_it_changes()
    {
        Assert.Equal("""{"größe":"<5 & 'café'> – 日本語"}""", Checked.Metadata("""{"größe":"<5 & 'café'>\u200b – 日本語"}"""));
        var controls = Enumerable.Range(0x86, 26).Select(code => (char)code).ToList();
        var unseen = "{" + string.Join(',', controls.SelectMany(one => controls.Select(other => $"\"{one}{other}\":1"))) + "}";

        Assert.InRange(Encoding.UTF8.GetByteCount(Checked.Metadata(unseen)!), 1, Encoding.UTF8.GetByteCount(unseen));
    }
}
