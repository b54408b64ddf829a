using Locket.Engine.Records;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

public class ListTests
{
    private readonly History _history = new();

    [Fact]
    public void A_list_is_newest_first_and_goes_on_where_it_stopped()
    {
        var ids = Enumerable.Range(0, 25).Select(at => _history.Remember($"memory {at}")).Reverse().ToList();
        _history.Add(ids[3], ChangeKind.Forgotten);
        _history.Purge(ids[10]);
        ids.RemoveAt(10);
        ids.RemoveAt(3);
        var index = _history.Index();

        var listed = new List<MemoryId>();
        for (var query = new ListQuery { Now = _history.Now, Limit = 10 }; ;)
        {
            var page = index.List(query);
            listed.AddRange(page.Ids);
            if (page.Next is not { } next)
            {
                break;
            }

            query = query with { Before = next };
        }

        Assert.Equal(ids, listed);
    }

    [Fact]
    public void A_list_may_ask_for_another_status()
    {
        var held = _history.Remember("suspicious", status: MemoryStatus.Quarantined);
        var fine = _history.Remember("fine");
        var index = _history.Index();

        Assert.Equal([held], index.List(new ListQuery { Now = _history.Now, Status = MemoryStatus.Quarantined }).Ids);
        Assert.Equal([fine, held], index.List(new ListQuery { Now = _history.Now, Status = null }).Ids);
    }

    [Fact]
    public void What_expired_is_listed_only_on_demand()
    {
        var id = _history.Remember("the code", content => content with { ExpiresAt = History.Start });
        var index = _history.Index();

        Assert.Empty(index.List(new ListQuery { Now = _history.Now }).Ids);
        Assert.Equal([id], index.List(new ListQuery { Now = _history.Now, IncludeExpired = true }).Ids);
    }

    [Theory]
    [InlineData("KES CRY", true)]
    [InlineData("référence", true)]
    [InlineData("100%", true)]
    [InlineData("pref", true)]
    [InlineData("lik_s", false)]
    [InlineData("absent", false)]
    public void A_substring_is_found_in_text_and_kind_case_aside(string text, bool isFound)
    {
        var id = _history.Remember("likes crypto 100%, RÉFÉRENCE", content => content with { Kind = "preferences" });

        var found = _history.Index().FindSubstring(text, 100, _history.Now);

        Assert.Equal(isFound ? [id] : [], found.Ids);
        Assert.Empty(found.Unchecked);
    }

    [Fact]
    public void A_long_text_is_left_to_the_asker_but_found_by_its_words()
    {
        var id = _history.Remember("needle " + new string('x', Entry.MaxTextBytes));
        var index = _history.Index();

        Assert.Equal([id], index.FindSubstring("needle", 100, _history.Now).Unchecked);
        Assert.Equal([id], _history.Search("needle"));
        Assert.Null(index.Find(id)!.Text);
    }

    [Fact]
    public void Near_duplicates_are_active_memories_of_nearly_the_same_words()
    {
        const string text = "Ada's sister Byron moved to a small white house near the harbour of Porto in early spring";
        var first = _history.Remember(text);
        var gone = _history.Remember(text + "!");
        _history.Remember("Ada's sister likes the harbour");
        var second = _history.Remember(text.Replace("white", "blue", StringComparison.Ordinal));
        _history.Add(gone, ChangeKind.Forgotten);
        var index = _history.Index();

        Assert.Equal([second], index.NearDuplicates(first));
        Assert.Equal([first], index.NearDuplicates(second));
    }

    [Fact]
    public void Near_duplicates_are_found_among_thousands()
    {
        for (var at = 0; at < 3000; at++)
        {
            _history.Remember($"report number {at} of the weather station, all quiet at {at * 7} feet");
        }

        var first = _history.Remember("the weather station burned down last night, nobody was hurt");
        var second = _history.Remember("The weather station burned down last night; nobody was hurt!");

        Assert.Equal([first], _history.Index().NearDuplicates(second));
    }

    [Fact]
    public void Labels_are_completed_the_most_used_first()
    {
        _history.Remember("a", content => content with { Tags = ["work"], Kind = "preference" });
        _history.Remember("b", content => content with { Tags = ["Wörk", "wool"], About = ["Ada"] });
        _history.Remember("c", content => content with { Tags = ["wool"], About = ["Adalbert"] });
        var gone = _history.Remember("d", content => content with { Tags = ["worn"] });
        _history.Add(gone, ChangeKind.Forgotten);
        var index = _history.Index();

        Assert.Equal(["wool", "Wörk", "work"], index.CompleteTag("wo", 10));
        Assert.Equal(["preference"], index.CompleteKind("PRE", 10));
        Assert.Equal(["Ada", "Adalbert"], index.CompleteEntity("ada", 10, _history.Now));
        Assert.Equal(["wool"], index.CompleteTag("w", 1));
    }
}
