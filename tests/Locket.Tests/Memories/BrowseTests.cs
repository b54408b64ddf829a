using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;
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
            TestEngine.Owner, TestEngine.Work, new MemoryFilter(), "TWO", 10, TestEngine.Cancellation);
        var newest = await Browse.FindTextsAsync(
            TestEngine.Owner, TestEngine.Work, new MemoryFilter(), "two", 1, TestEngine.Cancellation);
        var one = await Browse.FindTextsAsync(
            TestEngine.Owner, TestEngine.Work, new MemoryFilter { Session = "s" }, "two", 1, TestEngine.Cancellation);

        Assert.Equal(2, found.Count);
        Assert.StartsWith("a long text", found[0].Content.Text, StringComparison.Ordinal);
        Assert.StartsWith("a long text", Assert.Single(newest).Content.Text, StringComparison.Ordinal);
        Assert.Equal(["two"], Texts(one));
    }

    [Fact]
    public async Task A_memory_is_found_by_the_hash_of_its_text_and_no_other_is_opened_for_it()
    {
        var damaged = await _engine.RememberAsync($"another long text: {new string('y', 3_000)}");
        var old = await _engine.RememberAsync($" A long text: {new string('x', 3_000)}");
        var forgotten = await _engine.RememberAsync($"a LONG text: {new string('x', 3_000)}");
        await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [forgotten.Memory.Id], null, TestEngine.Cancellation);
        var hash = TextHash.Of($"a long text: {new string('X', 3_000)}\n");
        await FindAsync(hash);
        Database.Run(_engine.Folder, "update records set body = zeroblob(length(body)) where position = ((1 << 35) | 1)");

        Assert.Equal(old.Memory.Id, (await FindAsync(hash.ToUpperInvariant()))?.Id);
        Assert.Null(await FindAsync($"{hash[..63]}{(hash[63] == '0' ? '1' : '0')}"));
        foreach (var no in new[] { "", "5", new string('g', 64), hash[..16], $"{hash}0" })
        {
            Assert.Null(await FindAsync(no));
        }

        await Assert.ThrowsAsync<DamagedException>(() => FindAsync(TextHash.Of(damaged.Memory.Content.Text)));

        Task<Memory?> FindAsync(string text) => Browse.FindByTextHashAsync(TestEngine.Owner, TestEngine.Work, text, TestEngine.Cancellation);
    }

    [Theory]
    [InlineData("kinds")]
    [InlineData("tags")]
    [InlineData("exactly")]
    public async Task A_list_in_a_filter_has_a_limit_because_each_entry_is_compared_with_each_memory(string field)
    {
        string[] most = [.. Enumerable.Range(0, 100).Select(number => $"{number}")];
        string[] more = [.. most, "more"];
        MemoryFilter Filter(string[] list) => field switch
        {
            "kinds" => new MemoryFilter { Kinds = list },
            "tags" => new MemoryFilter { Tags = list },
            _ => new MemoryFilter { TagsExactly = list },
        };
        RecallQuestion Question(string[] list) => field switch
        {
            "kinds" => new RecallQuestion { Query = "x", Kinds = list },
            "tags" => new RecallQuestion { Query = "x", Tags = list },
            _ => new RecallQuestion { Query = "x", TagsExactly = list },
        };
        var recalls = _engine.Get<RecallEngine>();

        Assert.Empty(await ListAsync(Filter(most)));
        Assert.Empty((await recalls.RecallAsync(TestEngine.Owner, TestEngine.Work, Question(most), TestEngine.Cancellation)).Hits);
        foreach (var work in new Func<Task>[]
        {
            () => ListAsync(Filter(more)),
            () => _engine.Memories.ListAsync(TestEngine.Owner, TestEngine.Work, Filter(more), TestEngine.Cancellation),
            () => _engine.Memories.ForgetWhereAsync(TestEngine.Owner, TestEngine.Work, Filter(more), null, TestEngine.Cancellation),
            () => recalls.RecallAsync(TestEngine.Owner, TestEngine.Work, Question(more), TestEngine.Cancellation),
        })
        {
            Assert.Contains("more than 100 entries to filter by", (await Refused.AsAsync(RefusalCode.Invalid, work)).Message, StringComparison.Ordinal);
        }
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
