using Locket.Engine.Records;

namespace Locket.Tests.Search;

public class LaterStatementTests
{
    private readonly History _history = new();

    [Fact]
    public void Of_two_statements_that_answer_alike_the_later_one_stands_first()
    {
        var young = _history.Remember("Ilse rents a houseboat in the old harbour of Antwerp these days", At(2022));
        var old = _history.Remember("Ilse rents a flat in Ghent", At(2019));

        Assert.Equal([young, old], _history.Search("where does Ilse rent a home?"));
    }

    [Fact]
    public void A_later_statement_that_says_less_of_what_is_asked_stays_below()
    {
        var asked = _history.Remember("Ilse rents a flat in Ghent", At(2019));
        var other = _history.Remember("Ilse plays the harp", At(2022));

        Assert.Equal([asked, other], _history.Search("where does Ilse rent a home?"));
    }

    [Fact]
    public void What_another_person_says_later_changes_nothing()
    {
        var mine = _history.Remember("the red shoes cost forty", content => At(2019)(content) with { Author = "Ada" });
        _history.Remember("the red shoes cost sixty in the shop around the corner", content => At(2022)(content) with { Author = "Bo" });

        Assert.Equal(mine, _history.Search("red shoes cost")[0]);
    }

    [Fact]
    public void Scores_descend_after_a_later_statement_was_raised()
    {
        _history.Remember("the tram fare is two", At(2019));
        _history.Remember("the tram fare of our town on the river is three", At(2022));
        _history.Remember("the tram fare at night, with dogs and children, is five", At(2023));

        var scores = _history.Index().Search(_history.Query("tram fare")).Hits.Select(hit => hit.Score).ToList();

        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void A_successor_is_found_by_the_words_of_what_it_took_the_place_of()
    {
        var old = _history.Remember("Amparo lives in Lugano");
        var young = _history.Remember("Amparo moved to Airolo after the flood");
        _history.Remember("Amparo plays cards");
        _history.Add(old, ChangeKind.Superseded, change => change with { By = young });

        Assert.Equal(young, _history.Search("where does Amparo live?")[0]);
        Assert.Equal([young], _history.Search("Lugano"));
    }

    [Fact]
    public void What_was_forgotten_hands_no_words_on()
    {
        var old = _history.Remember("Amparo lives in Lugano");
        var young = _history.Remember("Amparo moved to Airolo");
        _history.Add(old, ChangeKind.Superseded, change => change with { By = young });
        _history.Add(old, ChangeKind.Forgotten);

        Assert.Empty(_history.Search("Lugano"));
    }

    [Fact]
    public void A_mistyped_form_finds_another_form()
    {
        var found = _history.Remember("She ran along the canal");
        _history.Remember("unrelated words");

        Assert.Equal([found], _history.Search("runing"));
    }

    private static Func<MemoryContent, MemoryContent> At(int year) =>
        content => content with { OccurredAt = new DateTimeOffset(year, 5, 1, 0, 0, 0, TimeSpan.Zero) };
}
