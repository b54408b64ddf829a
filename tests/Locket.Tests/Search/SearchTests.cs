using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Tests.Search;

public class SearchTests
{
    private readonly History _history = new();

    [Fact]
    public void A_memory_is_found_by_another_form_of_its_words()
    {
        _history.Remember("The cat sleeps all day");
        var bike = _history.Remember("She bought two bicycles");

        Assert.Equal([bike], _history.Search("who buys a bike?"));
    }

    [Theory]
    [InlineData("\"hello\" OR -world NEAR/3 * ( : ^ title:x")]
    [InlineData("'); drop table memories; --")]
    [InlineData("%_\\ [a-z]+ (?i)")]
    [InlineData("\0\u202e\ud83d")]
    [InlineData("???")]
    [InlineData("")]
    public void Nothing_in_a_query_is_syntax(string query)
    {
        _history.Remember("hello world");
        _history.Remember("quite another thing");

        var found = _history.Search(query);

        Assert.True(found.Count <= 1);
    }

    [Fact]
    public void The_rarer_word_decides()
    {
        var common = _history.Remember("the garden and the garden again");
        var rare = _history.Remember("an orchid stands in the garden");
        _history.Remember("a garden party");
        _history.Remember("the garden fence");

        Assert.Equal(rare, _history.Search("orchid garden")[0]);
        Assert.Contains(common, _history.Search("orchid garden"));
    }

    [Fact]
    public void What_was_said_just_before_helps_within_a_session_only()
    {
        _history.Remember("Did you see the volcano?", In("a"));
        var answer = _history.Remember("Yes, on Tuesday", In("a"));
        var stranger = _history.Remember("Yes, on Tuesday", In("b"));

        var found = _history.Search("volcano");

        Assert.Contains(answer, found);
        Assert.DoesNotContain(stranger, found);
    }

    [Fact]
    public void What_is_forgotten_helps_nobody_any_more()
    {
        var said = _history.Remember("Did you see the volcano?", In("a"));
        _history.Remember("Yes, on Tuesday", In("a"));
        _history.Add(said, ChangeKind.Forgotten);

        Assert.Empty(_history.Search("volcano"));
    }

    [Fact]
    public void Who_is_named_counts_more()
    {
        _history.Remember("My favourite dish is lasagna", By("Bo"));
        var ada = _history.Remember("My favourite dish is ramen", By("Ada Byron"));

        Assert.Equal(ada, _history.Search("What is Ada's favourite dish?")[0]);
        Assert.Equal(ada, _history.Search("What does Ada Byron call her favourite dish?")[0]);
    }

    [Fact]
    public void What_a_memory_is_about_counts_more()
    {
        _history.Remember("The budget is 10,000");
        var hermes = _history.Remember("The budget is 20,000", content => content with { About = ["Hermes"] });
        _history.Remember("Hermes was a god");

        Assert.Equal(hermes, _history.Search("what is the budget of Hermes?")[0]);
    }

    [Fact]
    public void A_name_alone_finds_what_its_bearer_said()
    {
        var said = _history.Remember("I am tired", By("Ada"));
        _history.Remember("So am I", By("Bo"));

        Assert.Equal([said], _history.Search("Ada"));
    }

    [Fact]
    public void One_typing_error_is_forgiven()
    {
        var found = _history.Remember("His education was expensive");
        _history.Remember("Something else entirely");

        Assert.Equal([found], _history.Search("educaton"));
    }

    [Fact]
    public void A_question_stands_below_its_like()
    {
        var asked = _history.Remember("Is the museum open today?");
        var told = _history.Remember("The museum is open today.");

        Assert.Equal([told, asked], _history.Search("museum open today"));
    }

    [Fact]
    public void A_month_in_the_question_prefers_what_happened_then()
    {
        var may = _history.Remember("We hiked in the mountains", At(2023, 5));
        var august = _history.Remember("We hiked in the mountains again", At(2023, 8));

        Assert.Equal(may, _history.Search("hike in May 2023")[0]);
        Assert.Equal(august, _history.Search("hike in August 2023")[0]);
    }

    [Fact]
    public void Captions_in_the_metadata_are_found_and_other_metadata_is_not()
    {
        var picture = _history.Remember("Look!", content => content with { Metadata = """{"image_caption":"a red kite","query":"blue boat"}""" });
        _history.Remember("Look at that");

        Assert.Equal([picture], _history.Search("kite"));
        Assert.Empty(_history.Search("boat"));
    }

    [Fact]
    public void Only_what_is_active_is_found()
    {
        _history.Remember("secret plan", status: MemoryStatus.Quarantined);
        var forgotten = _history.Remember("secret plan B");
        _history.Add(forgotten, ChangeKind.Forgotten);

        Assert.Empty(_history.Search("secret plan"));
    }

    [Fact]
    public void Undoing_brings_a_memory_back()
    {
        var id = _history.Remember("secret plan");
        _history.Add(id, ChangeKind.Forgotten);
        _history.Add(id, ChangeKind.Restored, change => change with { Status = MemoryStatus.Active });

        Assert.Equal([id], _history.Search("secret plan"));
    }

    [Fact]
    public void A_revision_is_found_by_its_new_words_only()
    {
        var id = _history.Remember("lives in Lisbon");
        _history.Add(id, ChangeKind.Revised, change => change with { Content = History.Content("lives in Porto") });

        Assert.Empty(_history.Search("Lisbon"));
        Assert.Equal([id], _history.Search("Porto"));
    }

    [Fact]
    public void A_superseded_memory_stands_below_its_successor()
    {
        var old = _history.Remember("Lisbon is where she lives, in Lisbon");
        var young = _history.Remember("she lives elsewhere since June, no more Lisbon");
        _history.Add(old, ChangeKind.Superseded, change => change with { By = young });

        var all = _history.Search(_history.Query("Lisbon lives") with { IncludeSuperseded = true });

        Assert.Equal([young], _history.Search("Lisbon lives"));
        Assert.Equal([young, old], all);
    }

    [Fact]
    public void An_expired_memory_is_hidden_from_its_end_on()
    {
        var end = History.Start.AddDays(1);
        var id = _history.Remember("the code is 1234", content => content with { ExpiresAt = end });
        var before = _history.Query("code") with { Now = end.AddTicks(-1) };

        Assert.Equal([id], _history.Search(before));
        Assert.Empty(_history.Search(before with { Now = end }));
    }

    [Fact]
    public void Filters_hold()
    {
        var one = _history.Remember("walk the dog", content => content with { Kind = "task", Tags = ["Home", "pets"], About = ["Rex"], Author = "Ada", OccurredAt = History.Start });
        _history.Remember("walk the cat", content => content with { Trust = Trust.External });
        MemoryFilter[] filters =
        [
            new() { Kinds = ["task"] }, new() { Tags = ["home"] }, new() { Tags = ["home", "PETS"], AllTags = true }, new() { About = ["rex"] },
            new() { Author = "ada" }, new() { Until = History.Start.AddSeconds(1) }, new() { MinTrust = Trust.Agent },
        ];

        Assert.All(filters, filter => Assert.Equal([one], _history.Search(_history.Query("walk") with { Filter = filter })));
        Assert.Empty(_history.Search(_history.Query("walk") with { Filter = new MemoryFilter { Tags = ["home", "work"], AllTags = true } }));
        Assert.Empty(_history.Search(_history.Query("walk") with { Filter = new MemoryFilter { Since = History.Start.AddDays(1) } }));
    }

    [Fact]
    public void Pages_follow_one_another()
    {
        for (var at = 0; at < 25; at++)
        {
            _history.Remember($"apple {at}");
        }

        var whole = _history.Search(_history.Query("apple") with { Limit = 25 });
        var pages = Enumerable.Range(0, 3).SelectMany(page => _history.Search(_history.Query("apple") with { Offset = page * 10, Limit = 10 }));

        Assert.Equal(whole, pages);
        Assert.Equal(25, _history.Index().Search(_history.Query("apple")).Total);
    }

    [Fact]
    public void Equals_stand_in_order_of_sequence_newest_first()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => _history.Remember("the same words", content => content with { Author = null })).ToList();

        Assert.Equal(ids.AsEnumerable().Reverse(), _history.Search("same words"));
    }

    [Fact]
    public void A_long_query_uses_its_rarest_words_and_says_which_it_left_out()
    {
        var words = Enumerable.Range(0, 40).Select(at => $"word{at}x").ToList();
        words.ForEach(word => _history.Remember(word));
        _history.Remember(words[7]);
        var wanted = _history.Remember("zebra");

        var result = _history.Index().Search(_history.Query("zebra " + string.Join(' ', words)) with { Limit = 100 });

        Assert.Equal(9, result.DroppedTerms.Count);
        Assert.Contains(words[7], result.DroppedTerms);
        Assert.Contains(wanted, result.Hits.Select(hit => hit.Id));
    }

    [Fact]
    public void A_score_means_the_same_across_queries()
    {
        _history.Remember("orchid");
        _history.Remember("garden");
        _history.Remember("garden");

        var all = _history.Index().Search(_history.Query("orchid")).Hits[0].Score;
        var half = _history.Index().Search(_history.Query("orchid xylophone")).Hits[0].Score;

        Assert.InRange(all, 0.8, 1.2);
        Assert.InRange(half, 0.2, 0.7);
    }

    [Fact]
    public void Words_of_a_script_without_spaces_are_found()
    {
        var tokyo = _history.Remember("来年は東京に住みたい");
        _history.Remember("犬が好きです");

        Assert.Equal([tokyo], _history.Search("東京"));
        Assert.Equal([tokyo], _history.Search("住"));
    }

    [Fact]
    public void A_score_is_the_product_of_its_reasons()
    {
        _history.Remember("We hiked on Monday?", content => content with { Author = "Ada", Session = "s", Trust = Trust.Agent });
        _history.Remember("And swam", content => content with { Author = "Bo", Session = "s" });
        _history.Remember("unrelated", content => content with { Session = "t" });

        var hit = _history.Index().Search(_history.Query("when did Ada hike?")).Hits[0];

        Assert.Equal((hit.Reasons.Words + hit.Reasons.Session) * hit.Reasons.Name * hit.Reasons.Time * hit.Reasons.Standing, hit.Score, 12);
        Assert.Equal(["hike"], hit.Reasons.Terms);
    }

    private static Func<MemoryContent, MemoryContent> In(string session) => content => content with { Session = session };

    private static Func<MemoryContent, MemoryContent> By(string author) => content => content with { Author = author };

    private static Func<MemoryContent, MemoryContent> At(int year, int month) =>
        content => content with { OccurredAt = new DateTimeOffset(year, month, 10, 0, 0, 0, TimeSpan.Zero) };
}
