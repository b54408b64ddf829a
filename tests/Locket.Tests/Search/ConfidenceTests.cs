using Locket.Engine.Records;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

public class ConfidenceTests
{
    private readonly History _history = new();

    [Fact]
    public void It_never_falls_as_more_of_a_question_is_covered_and_stays_from_0_to_1()
    {
        var all = Enumerable.Range(0, 1_001).Select(at => Confidence.Of(at / 1_000.0)).ToList();

        Assert.Equal(all.Order(), all);
        Assert.Equal(0, all[0]);
        Assert.InRange(all[^1], 0.95, 1);
        Assert.Equal(all[^1], Confidence.Of(1.5));
        Assert.Equal(0, Confidence.Of(-0.5));
    }

    [Fact]
    public void A_memory_that_holds_the_question_is_sure_and_one_that_shares_a_common_word_is_not()
    {
        var right = _history.Remember("The violin teacher lives above the bakery");
        var other = _history.Remember("The piano teacher came by train");
        foreach (var name in new[] { "dance", "swimming", "drawing" })
        {
            _history.Remember($"The {name} teacher is on holiday");
        }

        var hits = Hits("Where does the violin teacher live, above the bakery?");

        Assert.Equal(right, hits[0].Id);
        Assert.InRange(hits[0].Confidence, 0.95, 1);
        Assert.InRange(hits.Single(hit => hit.Id == other).Confidence, 0, 0.1);
    }

    [Fact]
    public void Where_nothing_answers_the_first_is_unsure_though_its_score_is_the_best()
    {
        _history.Remember("The violin teacher lives above the bakery");

        var first = Hits("Which dentist did the teacher recommend against toothache in Bergen?")[0];

        Assert.InRange(first.Confidence, 0, 0.1);
        Assert.True(first.Score > 0);
    }

    [Fact]
    public void Who_asks_for_somebody_else_is_told_that_it_is_not_what_was_asked_for()
    {
        var (ada, bo) = (_history.Remember("I keep bees", By("Ada")), _history.Remember("I keep bees, too", By("Bo")));

        var hits = Hits("What bees does Ada keep?").ToDictionary(hit => hit.Id, hit => hit.Confidence);

        Assert.InRange(hits[ada], 0.95, 1);
        Assert.True(hits[bo] < hits[ada]);
    }

    [Fact]
    public void What_took_the_place_of_the_words_is_covered_by_them()
    {
        var old = _history.Remember("Ada lives in Lisbon");
        var now = _history.Remember("She moved to Porto", content => content with { Replaces = old });
        _history.Add(old, ChangeKind.Superseded, change => change with { By = now });

        var hit = Hits("Where does Ada live?")[0];

        Assert.Equal(now, hit.Id);
        Assert.InRange(hit.Confidence, 0.9, 1);
    }

    [Fact]
    public void A_word_that_was_guessed_counts_less_than_one_that_stands_there()
    {
        _history.Remember("The sewing machine needs a fuse");

        Assert.True(Hits("sewng machine")[0].Reasons.Coverage < Hits("sewing machine")[0].Reasons.Coverage);
    }

    private IReadOnlyList<SearchHit> Hits(string question) => _history.Index().Search(_history.Query(question)).Hits;

    private static Func<MemoryContent, MemoryContent> By(string author) => content => content with { Author = author };
}
