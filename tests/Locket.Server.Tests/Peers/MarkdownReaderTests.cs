using Locket.Server.Peers;

namespace Locket.Server.Tests.Peers;

public sealed class MarkdownReaderTests
{
    [Fact]
    public async Task A_note_is_a_thing_with_observations_relations_links_and_plain_sections()
    {
        var path = Fixture.PathOf("notes");
        var memories = await Fixture.MemoriesAsync(PeerFormats.Markdown, path);

        Assert.Equal(
            [
                "fault broken.md: it is not UTF-8 text of at most 16777216 bytes",
                "entity Pour Over is a technique",
                "relation Pour Over links_to Aunt Ida",
                "memory  [Pour Over] A slow way to make coffee, learned from [[Aunt Ida]].",
                "memory  [Pour Over] ## Steps\n\nGrind first.\n\n```sh\n- [not] an observation\n```",
                "memory method [Pour Over] Water at ninety degrees keeps it mild",
                "memory  [Pour Over] - [ ] buy filters",
                "memory note [Pour Over] without a category",
                "memory  [Pour Over] - [00:12] a transcript",
                "relation Pour Over needs Hand Grinder",
                "relation Pour Over is better than Moka Pot",
                "relation Pour Over relates_to Morning",
                "memory  [plain] Just a few words without any head.",
            ],
            await Fixture.ReadAsync(PeerFormats.Markdown, path));
        Assert.Equal(["temperature", "water", "coffee"], memories.Single(memory => memory.Kind == "method").Tags);
        Assert.Equal("context=tried twice", memories.Single(memory => memory.Kind == "method").Metadata.Select(member => $"{member.Key}={member.Value}").Single());
        Assert.All(memories.SkipLast(1), memory => Assert.Equal(new DateTimeOffset(2025, 1, 2, 0, 0, 0, TimeSpan.Zero), memory.OccurredAt));
        Assert.Equal("heading=Steps", memories[1].Metadata.Select(member => $"{member.Key}={member.Value}").Single());
    }

    [Theory]
    [InlineData("- [tip] Warm the cup", "tip|Warm the cup||")]
    [InlineData("* [tip] Warm the cup #cup (always)", "tip|Warm the cup|cup|always")]
    [InlineData("- [tip] Use #small beans #roast", "tip|Use #small beans|small,roast|")]
    [InlineData("- [tip] call f(x)", "tip|call f(x)||")]
    [InlineData("- [tip] #alone", "tip|#alone|alone|")]
    [InlineData("- [tip] colour is #", "tip|colour is #||")]
    [InlineData("- [x] done", null)]
    [InlineData("- [-] dropped", null)]
    [InlineData("- [text](https://example.org)", null)]
    [InlineData("- [[Target]]", null)]
    [InlineData("- [12:30] said", null)]
    [InlineData("[tip] no list", null)]
    public void An_observation_is_told_from_tasks_links_and_transcripts(string line, string? expected)
    {
        var read = ObservationLine.Parse(line, needsCategory: true);

        Assert.Equal(expected, read is null ? null : $"{read.Category}|{read.Text}|{string.Join(',', read.Tags)}|{read.Context}");
    }

    [Theory]
    [InlineData("- needs [[A]]", false, "needs A")]
    [InlineData("- two words [[A]]", false, null)]
    [InlineData("- two words [[A]]", true, "two words A")]
    [InlineData("- 'two words' [[A]] (why)", false, "two words A")]
    [InlineData("- needs [[A]] and more", true, null)]
    [InlineData("- needs [[]]", true, null)]
    [InlineData("needs [[A]]", true, null)]
    public void A_relation_is_told_from_a_sentence(string line, bool takesWords, string? expected)
    {
        var read = RelationLine.Parse(line, takesWords);

        Assert.Equal(expected, read is null ? null : $"{read.Relation} {read.Target}");
    }

    [Fact]
    public async Task A_long_section_is_cut_between_paragraphs_and_nothing_of_it_is_lost()
    {
        using var place = new TempPlace();
        var paragraphs = Enumerable.Range(0, 40).Select(number => $"Paragraph {number} {new string('x', 300)}.").ToArray();
        var memories = await Fixture.MemoriesAsync(PeerFormats.Markdown, place.Write("long.md", string.Join("\n\n", paragraphs)));

        Assert.InRange(memories.Count, 6, 10);
        Assert.Equal(paragraphs, memories.SelectMany(memory => memory.Text.Split("\n\n")));
    }

    [Fact]
    public async Task Links_in_a_folder_are_not_followed_and_hidden_folders_not_looked_into()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        using var place = new TempPlace();
        var outside = place.Write("outside/secret.md", "outside");
        place.Write("notes/inside.md", "inside");
        place.Write("notes/.obsidian/hidden.md", "hidden");
        File.CreateSymbolicLink(place["notes/link.md"], outside);
        Directory.CreateSymbolicLink(place["notes/folder"], place["outside"]);
        Directory.CreateSymbolicLink(place["notes/loop"], place["notes"]);
        using var source = await PeerSource.OpenAsync(place["notes"], TestContext.Current.CancellationToken);

        Assert.Equal(["memory  [inside] inside"], await Fixture.ReadAsync(PeerFormats.Markdown, place["notes"]));
        Assert.Equal(3, source.Links);
    }
}
