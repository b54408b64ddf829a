using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public sealed class PurgeTests : IDisposable
{
    private static readonly TimeSpan Kept = new EngineOptions().KeepForgotten;
    private readonly TestEngine _engine = TestEngine.New();

    [Fact]
    public async Task What_was_forgotten_long_enough_ago_is_purged_and_the_rest_stays()
    {
        var gone = await ForgottenAsync("gone");
        var active = (await _engine.RememberAsync("active")).Memory.Id;
        _engine.Clock.Advance(Kept - TimeSpan.FromMilliseconds(1));
        var young = await ForgottenAsync("young");

        Assert.Equal(0, await PurgeAsync());
        _engine.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await PurgeAsync());
        Assert.Equal(0, await PurgeAsync());

        Assert.Null(await FindAsync(gone));
        Assert.Equal(MemoryStatus.Active, (await _engine.FindAsync(active)).Status);
        Assert.Equal(MemoryStatus.Forgotten, (await _engine.FindAsync(young)).Status);
        _engine.Clock.Advance(Kept);
        Assert.Equal(1, await PurgeAsync());
        Assert.Null(await FindAsync(young));
    }

    [Fact]
    public async Task Purged_content_is_gone_from_the_file()
    {
        using var folder = new TempFolder();
        var bodies = new List<byte[]>();
        using (var engine = TestEngine.Open(folder))
        {
            var memory = (await engine.RememberAsync("Ann lives in Paris")).Memory;
            await engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, memory.Id, new Revision { Text = "Ann lives in Rome" }, TestEngine.Cancellation);
            await engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [memory.Id], null, TestEngine.Cancellation);
            var rows = await engine.Records.FindTailAsync(TestEngine.Owner.MayRead(TestEngine.Work), memory.Id, int.MaxValue, 100, TestEngine.Cancellation);
            bodies.AddRange(rows.Select(row => row.Body!.Value.ToArray()));
        }

        var before = await File.ReadAllBytesAsync(folder.File("locket.db"), TestEngine.Cancellation);
        Assert.Equal(3, bodies.Count);
        Assert.All(bodies, body => Assert.True(before.AsSpan().IndexOf(body) >= 0));
        using (var engine = TestEngine.Open(folder))
        {
            Assert.Equal(1, await engine.Get<PurgeEngine>().PurgeAsync(TestEngine.Owner, TestEngine.Work, engine.Clock.GetUtcNow() + Kept, TestEngine.Cancellation));
        }

        var after = await File.ReadAllBytesAsync(folder.File("locket.db"), TestEngine.Cancellation);
        Assert.All(bodies, body => Assert.True(after.AsSpan().IndexOf(body) < 0));
        Assert.False(File.Exists(folder.File("locket.db-wal")));
    }

    [Fact]
    public async Task The_history_of_what_was_purged_keeps_its_headers_only()
    {
        var id = await ForgottenAsync("secret");
        await PurgeLaterAsync();
        var history = (await _engine.Memories.HistoryAsync(TestEngine.Owner, TestEngine.Work, id, before: null, Limits.PageSize, TestEngine.Cancellation)).Changes;

        Assert.Equal([1, 2, 3], history.Select(change => change.Version));
        Assert.Equal([true, true, false], history.Select(change => change.IsPurged));
        Assert.All(history, change => Assert.Null(change.Content));
        Assert.Equal((ChangeKind.Purged, "house"), (history[^1].Kind, history[^1].Actor.TokenId));
    }

    [Fact]
    public async Task The_audit_of_a_space_with_a_purge_is_sound_and_names_it()
    {
        await ForgottenAsync("gone");
        await _engine.RememberAsync("stays");
        await PurgeLaterAsync();

        Assert.Null((await _engine.VerifyAsync()).Problem);
        var tail = await _engine.Audit.ReadAsync(TestEngine.Owner, -1, 1, TestEngine.Cancellation);
        Assert.Equal("purge", tail.Entries.Single().Action);
    }

    [Fact]
    public async Task The_index_lets_go_of_it_caught_up_or_built_anew()
    {
        var id = await ForgottenAsync("an otter in the harbour");
        Assert.Equal((1, true), await IndexAsync(_engine, id));
        await PurgeLaterAsync();

        Assert.Equal((0, false), await IndexAsync(_engine, id));
        using var fresh = new SpaceIndexes(_engine.Records, _engine.Get<Engine.Sealing.RecordSealer>().Open, new SpaceIndexOptions());
        Assert.Equal(0, await fresh.ReadAsync(TestEngine.Owner.MayRead(TestEngine.Work), index => index.MemoryCount, TestEngine.Cancellation));
        Assert.Empty(await _engine.ExportAsync());
    }

    [Fact]
    public async Task Nothing_brings_it_back()
    {
        var key = Guid.CreateVersion7(_engine.Clock.GetUtcNow()).ToString();
        var id = (await _engine.RememberAsync("secret", key)).Memory.Id;
        await ForgetAsync(id);
        var export = await _engine.ExportAsync();
        await PurgeLaterAsync();

        Assert.Single(export);
        await Refused.AsAsync(RefusalCode.NotFound, () => UndoAsync(id));
        await Refused.AsAsync(RefusalCode.NotFound, () => ForgetAsync(id));
        await Refused.AsAsync(RefusalCode.NotFound, () => _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, id, new Revision { Text = "again" }, TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => _engine.RememberAsync("secret", key));

        var again = (await _engine.RememberAsync("secret")).Memory;
        Assert.NotEqual(id, again.Id);
    }

    [Fact]
    public async Task What_was_brought_back_in_time_is_not_purged_and_forgotten_again_it_starts_anew()
    {
        var id = await ForgottenAsync("text");
        await UndoAsync(id);
        _engine.Clock.Advance(Kept);
        Assert.Equal(0, await PurgeAsync());

        await ForgetAsync(id);
        _engine.Clock.Advance(Kept - TimeSpan.FromDays(1));
        Assert.Equal(0, await PurgeAsync());
        _engine.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await PurgeAsync());
    }

    [Fact]
    public async Task A_forget_dated_too_early_by_a_clock_set_back_waits_for_what_came_before_it()
    {
        await _engine.RememberAsync("first");
        _engine.Clock.AdjustTime(TestEngine.Start.AddYears(-1));
        await ForgottenAsync("second");
        _engine.Clock.AdjustTime(TestEngine.Start.AddDays(1));

        Assert.Equal(0, await PurgeAsync());
        _engine.Clock.Advance(Kept);
        Assert.Equal(1, await PurgeAsync());
    }

    [Fact]
    public async Task More_than_a_page_is_purged_in_one_go()
    {
        var memories = await Task.WhenAll(Enumerable.Range(0, 600).Select(number => _engine.RememberAsync($"text {number}")));
        foreach (var some in memories.Chunk(Limits.PageSize))
        {
            await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [.. some.Select(one => one.Memory.Id)], null, TestEngine.Cancellation);
        }

        _engine.Clock.Advance(Kept);
        Assert.Equal(600, await PurgeAsync());
        Assert.Null((await _engine.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task Old_requests_are_let_go_and_young_ones_kept()
    {
        await _engine.RememberAsync("old", "key 1");
        _engine.Clock.Advance(TimeSpan.FromDays(1));
        await _engine.RememberAsync("young", "key 2");
        var purging = _engine.Get<PurgeEngine>();

        Assert.Equal(1, await purging.SweepRequestsAsync(TestEngine.Owner, _engine.Clock.GetUtcNow(), TestEngine.Cancellation));
        Assert.Equal(0, await purging.SweepRequestsAsync(TestEngine.Owner, _engine.Clock.GetUtcNow(), TestEngine.Cancellation));
        await Refused.AsAsync(RefusalCode.IdempotencyConflict, () => _engine.RememberAsync("other", "key 2"));
        Assert.True((await _engine.RememberAsync("other", "key 1")).IsNew);
    }

    public void Dispose() => _engine.Dispose();

    private static Task<(int Count, bool IsThere)> IndexAsync(TestEngine engine, MemoryId id) => engine.Get<SpaceIndexes>().ReadAsync(
        TestEngine.Owner.MayRead(TestEngine.Work), index => (index.MemoryCount, index.Find(id) is not null), TestEngine.Cancellation);

    private async Task<MemoryId> ForgottenAsync(string text)
    {
        var id = (await _engine.RememberAsync(text)).Memory.Id;
        await ForgetAsync(id);

        return id;
    }

    private Task ForgetAsync(MemoryId id) => _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [id], null, TestEngine.Cancellation);

    private Task UndoAsync(MemoryId id) => _engine.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, id, null, TestEngine.Cancellation);

    private Task<Memory?> FindAsync(MemoryId id) => _engine.Memories.FindAsync(TestEngine.Owner, TestEngine.Work, id, TestEngine.Cancellation);

    private Task<int> PurgeAsync() =>
        _engine.Get<PurgeEngine>().PurgeAsync(TestEngine.Owner, TestEngine.Work, _engine.Clock.GetUtcNow(), TestEngine.Cancellation);

    private async Task PurgeLaterAsync()
    {
        _engine.Clock.Advance(Kept);
        Assert.Equal(1, await PurgeAsync());
    }
}
