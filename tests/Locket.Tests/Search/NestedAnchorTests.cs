using Locket.Engine.Search;

namespace Locket.Tests.Search;

/// <summary>"A day after the flood" looks the flood up; a question may hold hundreds of those.</summary>
public class NestedAnchorTests
{
    private static readonly SpaceIndex Index = Filled().Index();

    [Fact]
    public void An_anchor_within_an_anchor_is_words_like_others()
    {
        var plain = Cost("a day after the flood");
        var nested = Cost(string.Concat(Enumerable.Repeat("a day after ", 600)) + "the flood");

        // Each level would make its own search of all that follows it.
        Assert.InRange(nested, 1, 100 * plain);
    }

    [Fact]
    public void What_is_so_far_from_what_happened_is_found()
    {
        var history = Filled();

        var found = history.Index().Search(history.Query("What broke a day after the flood?")).Hits[0];

        Assert.Equal("the pump broke", history.Changes.Single(change => change.Id == found.Id).Content!.Text);
    }

    private static long Cost(string question)
    {
        var history = new History();
        Index.Search(history.Query(question));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Index.Search(history.Query(question));

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static History Filled()
    {
        var history = new History();
        history.Remember("the flood came to the cellar", content => content with { OccurredAt = History.Start.AddDays(-20) });
        history.Remember("the pump broke", content => content with { OccurredAt = History.Start.AddDays(-19) });
        history.Remember("the lamp broke", content => content with { OccurredAt = History.Start.AddDays(-2) });
        for (var number = 0; number < 50; number++)
        {
            history.Remember($"a walk by the river, number {number}", content => content with { OccurredAt = History.Start.AddDays(-number) });
        }

        return history;
    }
}
