using System.Text.Json;
using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Tests.Support;

namespace Locket.Tests.Search;

public class ContradictionTests
{
    /// <summary>Of a thousand ordinary memories about one and the same thing, so many may be shown by mistake.</summary>
    private const double MostWrongPerThousand = 5;

    private readonly History _history = new();

    [Theory]
    [InlineData("Ada lives in Lisbon", "Ada now lives in Porto")]
    [InlineData("Ada lives in Lisbon.", "She lives in Porto with Bo")]
    [InlineData("Ada works at Acme", "Ada works at Globex")]
    [InlineData("Ada works as a baker", "Ada works as a nurse")]
    [InlineData("Ada's phone number is 555 0101", "The phone number of Ada is 555 0199")]
    [InlineData("Ada's birthday is on 3 May", "Ada's birthday is on 5 May")]
    [InlineData("Ada's favourite colour is blue", "Ada's favourite colour is green")]
    [InlineData("Her manager is Mr Vale", "Her manager is Ms Ortega")]
    [InlineData("The deadline for the tax return is 3 June", "The deadline for the tax return is Friday")]
    [InlineData("The shop opens at 9", "The shop opens at 10")]
    [InlineData("Ada eats meat", "Ada does not eat meat")]
    [InlineData("Ada lives in Lisbon", "Ada doesn't live in Lisbon")]
    public void What_cannot_both_be_so_is_shown(string earlier, string later)
    {
        var (first, second) = (About(earlier), About(later));

        var shown = Assert.Single(All());
        Assert.Equal(("Ada", "note", second, first), (shown.About, shown.Kind, shown.Later, shown.Earlier));
    }

    [Theory]
    [InlineData("Ada likes tea", "Ada likes coffee")]
    [InlineData("Ada visited Rome", "Ada visited Oslo")]
    [InlineData("Ada prefers tea", "Ada prefers window seats")]
    [InlineData("Ada has a cat", "Ada has a dog")]
    [InlineData("Ada lived in Lisbon", "Ada lives in Porto")]
    [InlineData("Ada lives in Lisbon", "Ada wants to live in Porto")]
    [InlineData("Ada lives in Lisbon", "Ada lives in Lisbon, Portugal")]
    [InlineData("Ada lives in Lisbon", "Ada lives with her parents")]
    [InlineData("Ada lives in Lisbon", "Ada lives in a small flat")]
    [InlineData("Ada works at Acme", "Ada works on three boats")]
    [InlineData("Ada works on the parser", "Ada works on the lexer")]
    [InlineData("Ada's work phone is 555 0101", "Ada's home phone is 555 0199")]
    [InlineData("Ada's favourite colour is blue", "Ada's favourite food is soup")]
    [InlineData("Ada's husband is Bo", "Ada's husband is a baker")]
    [InlineData("Ada's phone is broken", "Ada's phone is old")]
    [InlineData("The deadline for the tax return is 3 June", "The deadline for the parser is 5 June")]
    [InlineData("The shop opens at 9 on Mondays", "The shop opens at 10 on Fridays")]
    [InlineData("Is Ada's manager Mr Vale?", "Ada's manager is Ms Ortega")]
    [InlineData("Ada does not eat meat", "Ada does not eat fish")]
    [InlineData("Ada ran 5 km", "Ada ran 10 km")]
    public void What_can_both_be_so_is_not(string one, string other)
    {
        About(one);
        About(other);

        Assert.Empty(All());
    }

    [Fact]
    public void Only_memories_that_hold_now_of_one_kind_about_one_thing_are_compared()
    {
        var old = About("Ada lives in Lisbon");
        _history.Remember("Ada lives in Faro", content => content with { About = ["Ada"], Kind = "rumour" });
        _history.Remember("Ada lives in Braga", content => content with { About = ["Bo"] });
        _history.Remember("Ada lives in Evora", content => content with { About = ["Ada"], ValidUntil = History.Start });
        _history.Remember("Ada lives in Beja", content => content with { About = ["Ada"], ExpiresAt = History.Start });
        var forgotten = About("Ada lives in Sines");
        _history.Add(forgotten, ChangeKind.Forgotten);
        var now = _history.Remember("Ada lives in Porto", content => content with { About = ["ada"], Replaces = old });
        _history.Add(old, ChangeKind.Superseded, change => change with { By = now });

        Assert.Empty(All());

        About("Ada lives in Tomar");
        Assert.Equal(now, Assert.Single(All()).Earlier);
    }

    [Fact]
    public void Pages_show_each_pair_once_and_keep_those_of_one_memory_together()
    {
        foreach (var place in new[] { "Lisbon", "Porto", "Faro", "Braga" })
        {
            About($"Ada lives in {place}");
        }

        var index = _history.Index();
        var (pages, before) = (new List<IReadOnlyList<Contradiction>>(), (long?)null);
        do
        {
            var page = index.Contradictions(before, 2, _history.Now, TestContext.Current.CancellationToken);
            pages.Add(page.Found);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal([3, 2, 1], pages.Select(page => page.Count));
        Assert.All(pages, page => Assert.Single(page.Select(pair => pair.Later).Distinct()));
        Assert.Equal(6, pages.SelectMany(page => page).Select(pair => (pair.Later, pair.Earlier)).Distinct().Count());
    }

    [Fact]
    public void What_is_said_between_two_that_cannot_both_be_so_does_not_hide_them()
    {
        About("Ada lives in Lisbon");
        About("Ada eats meat");
        for (var number = 0; number < 500; number++)
        {
            About($"Ada walked past house number {number} and did not stop");
        }

        About("Ada lives in Porto");
        About("Ada never eats meat");

        Assert.Equal(2, All().Count);
    }

    [Fact]
    public void Ordinary_memories_about_one_thing_are_hardly_ever_shown()
    {
        // All as if about the same thing, which is harder than it is in life; what holds no more stays out.
        var sets = Path.Combine(SourceTree.Root, "bench", "quality", "sets");
        var (memories, wrong) = (0, new List<string>());
        foreach (var group in Lines(sets, "knowledge.jsonl").GroupBy(line => Member(line, "store"))
            .Concat(new[] { "typos.jsonl", "dates.jsonl", "languages/en.jsonl" }.SelectMany(file => Lines(sets, file).GroupBy(_ => (string?)file))))
        {
            var replaced = group.SelectMany(line => new[] { Member(line, "replaces"), Member(line, "revises"), Member(line, "updates") }).ToHashSet();
            var history = new History();
            var texts = new Dictionary<MemoryId, string>();
            foreach (var text in group.Where(line => !replaced.Contains(Member(line, "id"))).Select(line => Member(line, "text")).OfType<string>())
            {
                texts[history.Remember(text, content => content with { About = ["Everything"] })] = text;
            }

            memories += texts.Count;
            wrong.AddRange(history.Index().Contradictions(null, 1_000, history.Now, TestContext.Current.CancellationToken).Found.Select(pair => $"{texts[pair.Earlier]} | {texts[pair.Later]}"));
        }

        Assert.InRange(memories, 500, 2_000);
        Assert.True(wrong.Count <= MostWrongPerThousand * memories / 1_000, $"{wrong.Count} of {memories}: {string.Join('\n', wrong)}");
    }

    [Fact]
    public void A_pair_is_told_under_the_name_that_both_are_about()
    {
        _history.Remember("Bo lives in Lisbon", content => content with { About = ["Bo"] });
        _history.Remember("Bo lives in Porto", content => content with { About = ["?", "ada", "Ada", "Bo"] });

        Assert.Equal("Bo", Assert.Single(All()).About);
    }

    [Fact]
    public void One_memory_brings_a_bounded_number_of_pairs_and_a_list_can_be_given_up()
    {
        var names = Enumerable.Range(0, 32).Select(number => $"place{number}").ToArray();
        foreach (var name in names)
        {
            _history.Remember("The shop opens at 9", content => content with { About = [name] });
        }

        _history.Remember("The shop opens at 10", content => content with { About = names });
        var index = _history.Index();
        Assert.Equal(16, index.Contradictions(null, 1, _history.Now, TestContext.Current.CancellationToken).Found.Count);
        Assert.Throws<OperationCanceledException>(() => index.Contradictions(null, 1, _history.Now, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void A_claim_is_compared_with_the_last_sixteen_that_claim_the_same_thing(int between, bool isFound)
    {
        About("The shop opens at 9");
        for (var time = 0; time < between; time++)
        {
            About("The shop opens at 10");
        }

        var last = About("The shop opens at 10");

        Assert.Equal(isFound, All().Any(pair => pair.Later == last));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void A_memory_is_compared_with_sixty_four_in_all_whatever_it_is_about(int namesBefore, bool isFound)
    {
        var names = Enumerable.Range(0, namesBefore + 1).Select(number => $"place{number}").ToArray();
        foreach (var name in names.Take(namesBefore))
        {
            for (var time = 0; time < 3; time++)
            {
                _history.Remember("The shop opens at 10", content => content with { About = [name] });
            }
        }

        _history.Remember("The shop opens at 9", content => content with { About = [names[^1]] });
        _history.Remember("The shop opens at 10", content => content with { About = [names[^1]] });
        var last = _history.Remember("The shop opens at 10", content => content with { About = names });

        Assert.Equal(isFound, All().Any(pair => pair.Later == last));
    }

    private static IEnumerable<JsonElement> Lines(string sets, string file) => File.ReadLines(Path.Combine(sets, file)).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line));

    private static string? Member(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private MemoryId About(string text) => _history.Remember(text, content => content with { About = ["Ada"] });

    private IReadOnlyList<Contradiction> All() => _history.Index().Contradictions(null, 100, _history.Now, TestContext.Current.CancellationToken).Found;
}
