using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class BrowseTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    private BrowseEngine Browse => _engine.Get<BrowseEngine>();

    [Fact]
    public async Task A_page_has_its_place_and_the_total_is_of_the_whole_list()
    {
        await FillAsync();

        var page = await PageAsync(new MemoryFilter(), skip: 1, take: 2);
        var beyond = await PageAsync(new MemoryFilter(), skip: 9, take: 2);

        Assert.Equal(["three", "two"], Texts(page.Memories));
        Assert.Equal(4, page.Total);
        Assert.Equal((0, 4), (beyond.Memories.Count, beyond.Total));
    }

    [Fact]
    public async Task A_condition_on_the_opened_memory_counts_and_pages_what_passes_it()
    {
        await FillAsync();

        var page = await Browse.PageAsync(
            TestEngine.Owner, TestEngine.Work, new MemoryFilter(), memory => memory.Content.Text.Contains('o', StringComparison.Ordinal), 1, 1, TestEngine.Cancellation);

        Assert.Equal(["two"], Texts(page.Memories));
        Assert.Equal(3, page.Total);
    }

    [Fact]
    public async Task Filters_admit_what_they_say()
    {
        await FillAsync();

        Assert.Equal(["two", "one"], await ListAsync(new MemoryFilter { TagsExactly = ["a"] }));
        Assert.Equal(["three", "two", "one"], await ListAsync(new MemoryFilter { Tags = ["a"] }));
        Assert.Equal(["two"], await ListAsync(new MemoryFilter { Tags = ["a", "b"] }));
        Assert.Equal(["four", "three", "two", "one"], await ListAsync(new MemoryFilter { Tags = ["a", "b"], AnyTag = true }));
        Assert.Equal(["two"], await ListAsync(new MemoryFilter { Session = "s" }));
        Assert.Equal(["four", "three"], await ListAsync(new MemoryFilter { Since = TestEngine.Start.AddMinutes(2) }));
        Assert.Equal(["two", "one"], await ListAsync(new MemoryFilter { Until = TestEngine.Start.AddMinutes(2) }));
    }

    [Fact]
    public async Task Texts_are_tested_in_the_index_and_long_ones_in_the_store()
    {
        await FillAsync();
        await _engine.RememberAsync($"a long text: {new string('x', 3_000)} two");

        var found = await Browse.FindTextsAsync(
            TestEngine.Owner, TestEngine.Work, new MemoryFilter(), text => text.EndsWith("two", StringComparison.Ordinal), 10, TestEngine.Cancellation);
        var one = await Browse.FindTextsAsync(
            TestEngine.Owner, TestEngine.Work, new MemoryFilter { Session = "s" }, text => text.EndsWith("two", StringComparison.Ordinal), 1, TestEngine.Cancellation);

        Assert.Equal(2, found.Count);
        Assert.StartsWith("a long text", found[0].Content.Text, StringComparison.Ordinal);
        Assert.Equal(["two"], Texts(one));
    }

    [Fact]
    public async Task A_summary_counts_what_stands_under_tags_and_sessions()
    {
        await FillAsync();
        var summary = await Browse.SummariseAsync(TestEngine.Owner, TestEngine.Work, TestEngine.Cancellation);
        var nothing = await Browse.SummariseAsync(TestEngine.Owner, SpaceName.Parse("nobody"), TestEngine.Cancellation);

        Assert.Equal((4, TestEngine.Start, TestEngine.Start.AddMinutes(3)), (summary.All!.Memories, summary.All.First, summary.All.Last));
        Assert.Equal([("A", 1), ("a", 2), ("b", 2)], summary.Tags.Select(tag => (tag.Name, tag.Memories)));
        Assert.Equal([("s", 1)], summary.Sessions.Select(session => (session.Name, session.Memories)));
        Assert.Null(nothing.All);
    }

    [Fact]
    public async Task Forgetting_by_a_filter_is_one_request_and_makes_no_space()
    {
        await FillAsync();
        var filter = new MemoryFilter { TagsExactly = ["a"] };

        var nobody = await _engine.Memories.ForgetWhereAsync(TestEngine.Owner, SpaceName.Parse("nobody"), filter, null, TestEngine.Cancellation);
        var count = await ForgetAsync(filter, "k1");
        var again = await ForgetAsync(filter, "k1");

        Assert.Equal((0, 2, 2), (nobody, count, again));
        Assert.Equal(["four", "three"], await ListAsync(new MemoryFilter()));
        Assert.Equal(["work"], (await _engine.Get<SpaceEngine>().ListAsync(TestEngine.Owner, TestEngine.Cancellation)).Select(space => space.Value));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => ForgetAsync(new MemoryFilter { Session = "s" }, "k1"));
    }

    [Fact]
    public async Task A_revision_takes_the_time_of_expiry_away_and_what_expired_is_found_only_where_asked()
    {
        var memory = (await _engine.Memories.RememberAsync(
            TestEngine.Owner,
            TestEngine.Work,
            MemoryDraft.From(new MemoryFields { Text = "a sale of tea", ExpiresAt = TestEngine.Start.AddMinutes(1) }),
            TestEngine.Cancellation)).Memory;
        _engine.Clock.Advance(TimeSpan.FromMinutes(2));

        Task<RecallOutcome> RecallAsync(bool expired) => _engine.Get<RecallEngine>().RecallAsync(
            TestEngine.Owner, TestEngine.Work, new RecallQuestion { Query = "tea", IncludeExpired = expired }, TestEngine.Cancellation);

        Assert.Empty((await RecallAsync(expired: false)).Hits);
        Assert.Single((await RecallAsync(expired: true)).Hits);
        Assert.Equal(["a sale of tea"], await ListAsync(new MemoryFilter { IncludeExpired = true }));
        var revised = await _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, memory.Id, new Revision { IsLasting = true }, TestEngine.Cancellation);
        Assert.Null(revised.Content.ExpiresAt);
        Assert.Single((await RecallAsync(expired: false)).Hits);
        await Refused.AsAsync(RefusalCode.Invalid, () => _engine.Memories.ReviseAsync(
            TestEngine.Owner, TestEngine.Work, memory.Id, new Revision { IsLasting = true, ExpiresAt = TestEngine.Start }, TestEngine.Cancellation));
    }

    public void Dispose() => _engine.Dispose();

    private async Task FillAsync()
    {
        foreach (var (text, tags, session) in new (string, string[], string?)[] { ("one", ["a"], null), ("two", ["a", "b"], "s"), ("three", ["A"], null), ("four", ["b"], null) })
        {
            var draft = MemoryDraft.From(new MemoryFields { Text = text, Tags = tags, Session = session });
            await _engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, draft, TestEngine.Cancellation);
            _engine.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private Task<NumberedPage> PageAsync(MemoryFilter filter, int skip, int take) =>
        Browse.PageAsync(TestEngine.Owner, TestEngine.Work, filter, skip, take, TestEngine.Cancellation);

    private async Task<IEnumerable<string>> ListAsync(MemoryFilter filter) => Texts((await PageAsync(filter, 0, 10)).Memories);

    private Task<int> ForgetAsync(MemoryFilter filter, string key) =>
        _engine.Memories.ForgetWhereAsync(TestEngine.Owner, TestEngine.Work, filter, key, TestEngine.Cancellation);

    private static string[] Texts(IReadOnlyList<Memory> memories) => [.. memories.Select(memory => memory.Content.Text)];
}
