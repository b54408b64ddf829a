using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Vectors;

namespace Locket.Tests.Search;

/// <summary>Answers that were wrong with confidence, or stood where they must not.</summary>
public class RightAnswerTests
{
    private readonly History _history = new();

    [Theory]
    [InlineData("invoice 10442", "The invoice 10443 was paid in March")]
    [InlineData("what happened at gate B17?", "Gate B18 was closed for a week")]
    [InlineData("the revolution of 1848", "The revolution of 1849 failed")]
    [InlineData("which pump does invoice 10442 of the plumber mention?", "Invoice 10443 of the plumber mentions a pump")]
    public void A_number_is_not_guessed(string question, string near)
    {
        _history.Remember(near);
        _history.Remember("Something else entirely");

        var hits = _history.Index().Search(_history.Query(question)).Hits;

        Assert.All(hits, hit => Assert.True(hit.Confidence < 0.5, $"{hit.Confidence}"));
        Assert.All(hits.SelectMany(hit => hit.Reasons.Terms), term => Assert.DoesNotContain(term, char.IsDigit));
    }

    [Fact]
    public void No_letters_are_guessed_to_be_a_word_with_a_digit()
    {
        _history.Remember("The gate17 is closed");

        Assert.Empty(_history.Search("gate1x"));
        Assert.Empty(_history.Search("gatel7"));
    }

    [Fact]
    public void Nothing_stands_above_its_successor_whatever_order_its_words_have()
    {
        var young = _history.Remember("hall concert grand, where the grand piano is");
        var old = _history.Remember("grand piano concert hall");
        _history.Add(old, ChangeKind.Superseded, change => change with { By = young });

        var hits = _history.Index().Search(_history.Query("grand piano concert hall") with { IncludeSuperseded = true }).Hits;

        Assert.Equal([young, old], hits.Select(hit => hit.Id));
        Assert.True(hits[1].Score <= 0.99 * hits[0].Score);
    }

    [Fact]
    public void What_a_filter_leaves_out_takes_no_room_among_the_nearest_in_meaning()
    {
        const long Stamp = 7;
        var question = UnitVector.Of([1, 0])!;
        var (near, nearer, far) = (UnitVector.Of([0.9f, 0.3f])!, question, UnitVector.Of([0, 1])!);
        var wanted = _history.Remember("automobile", content => content with { Kind = "wanted" });
        var vectors = new VectorTable(Stamp, question.Dimensions);
        vectors.Put(0, near);
        for (var number = 1; number <= 600; number++)
        {
            _history.Remember($"word{number}");
            vectors.Put(number, number <= 120 ? nearer : far);
        }

        var index = _history.Index();
        index.Attach(vectors);
        var query = _history.Query("car") with { Meaning = new QuestionVector(Stamp, question), Filter = new MemoryFilter { Kinds = ["wanted"] } };

        Assert.Equal([wanted], index.Search(query).Hits.Select(hit => hit.Id));
    }

    [Fact]
    public void What_a_memory_covers_is_a_share()
    {
        var old = History.Start.AddYears(-3);
        _history.Remember("The bread rose overnight", content => content with { OccurredAt = History.Start.AddDays(-4) });
        _history.Remember("Shall we bake bread?", content => content with { OccurredAt = old, Session = "a" });
        var beside = _history.Remember("Yes, please", content => content with { OccurredAt = old, Session = "a" });

        var hits = _history.Index().Search(_history.Query("bread last week") with { Now = History.Start.AddDays(1) }).Hits;

        Assert.Contains(beside, hits.Select(hit => hit.Id));
        Assert.All(hits, hit => Assert.InRange(hit.Reasons.Coverage, 0, 1));
    }

    [Fact]
    public void A_long_word_is_cut_where_a_character_ends()
    {
        // A letter of two units stands over the cut.
        var text = new string('a', WordReader.MaxWordLength - 1) + "𐐨𐐨";
        var words = Analyser.Words(text);

        Assert.True(words.MoveNext());
        var word = words.Current.ToString();
        Assert.Equal(WordReader.MaxWordLength - 1, word.Length);
        Assert.Equal(word, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(word)));
        Assert.False(words.MoveNext());
    }
}
