using Locket.Engine.Ledger;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

/// <summary>A memory that is changed over and over stays as quick to read as one that never was.</summary>
public sealed class LongHistoryTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Of_a_memory_revised_two_hundred_times_five_rows_are_read()
    {
        var id = await RevisedAsync(200);
        var counting = new CountingStore(_engine.Records);
        var reader = new MemoryReader(counting, _engine.Get<Engine.Sealing.RecordSealer>());

        var memory = await reader.FindAsync(TestEngine.Owner.MayRead(TestEngine.Work), id, TestEngine.Cancellation);

        Assert.Equal(("text 200", 201, TestEngine.Start), (memory!.Content.Text, memory.Version, memory.CreatedAt));
        Assert.Equal(5, counting.Rows);
    }

    [Fact]
    public async Task It_is_undone_step_by_step_and_read_as_of_any_time()
    {
        var id = await RevisedAsync(80);
        for (var step = 0; step < 3; step++)
        {
            _engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await _engine.Memories.UndoAsync(TestEngine.Owner, TestEngine.Work, id, null, null, TestEngine.Cancellation);
        }

        var now = await _engine.Memories.FindAsync(TestEngine.Owner, TestEngine.Work, id, TestEngine.Cancellation);
        var reader = _engine.Get<MemoryReader>();
        var then = await reader.FindAsOfAsync(TestEngine.Owner.MayRead(TestEngine.Work), id, TestEngine.Start.AddMinutes(20.5), TestEngine.Cancellation);
        var before = await reader.FindAsOfAsync(TestEngine.Owner.MayRead(TestEngine.Work), id, TestEngine.Start.AddMinutes(-1), TestEngine.Cancellation);

        // An undo is taken back by the next one.
        Assert.Equal(("text 79", 84), (now!.Content.Text, now.Version));
        Assert.Equal(("text 20", 21), (then!.Content.Text, then.Version));
        Assert.Null(before);
    }

    [Fact]
    public async Task Its_history_comes_in_pages_from_the_end()
    {
        var id = await RevisedAsync(149);

        var last = await HistoryAsync(id, null, 100);
        var first = await HistoryAsync(id, last.Earlier, 100);
        var none = await HistoryAsync(id, 1, 100);

        Assert.Equal(Enumerable.Range(51, 100), last.Changes.Select(change => change.Version));
        Assert.Equal(51, last.Earlier);
        Assert.Equal(Enumerable.Range(1, 50), first.Changes.Select(change => change.Version));
        Assert.Null(first.Earlier);
        Assert.Empty(none.Changes);
    }

    [Fact]
    public async Task Beyond_the_limit_of_versions_it_can_only_be_ended()
    {
        var id = MemoryId.New(_engine.Clock);
        var grant = TestEngine.Owner.MayWrite(TestEngine.Work);
        var last = SpaceLedger.Draft(id, Limits.Versions, ChangeKind.Remembered, grant) with { Content = Search.History.Content("worn out") };
        await _engine.Records.WriteAsync(
            grant, transaction => _engine.Get<SpaceLedger>().AppendAsync(transaction, grant, last, "remember", content: null, TestEngine.Cancellation), TestEngine.Cancellation);

        var refused = await Assert.ThrowsAsync<RefusalException>(() => ReviseAsync(id, "once more"));
        var forgotten = await _engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [id], null, TestEngine.Cancellation);

        Assert.Equal((RefusalCode.Conflict, "this has been changed 10,000 times, and can only be ended now: forget it and remember it anew"), (refused.Code, refused.Message));
        Assert.Equal([id], forgotten.Changed);
    }

    private Task<HistoryPage> HistoryAsync(MemoryId id, int? before, int limit) =>
        _engine.Memories.HistoryAsync(TestEngine.Owner, TestEngine.Work, id, before, limit, TestEngine.Cancellation);

    private async Task<MemoryId> RevisedAsync(int times)
    {
        var memory = (await _engine.RememberAsync("text 0")).Memory;
        for (var time = 1; time <= times; time++)
        {
            _engine.Clock.Advance(TimeSpan.FromMinutes(1));
            await ReviseAsync(memory.Id, $"text {time}");
        }

        return memory.Id;
    }

    private Task<Memory> ReviseAsync(MemoryId id, string text) =>
        _engine.Memories.ReviseAsync(TestEngine.Owner, TestEngine.Work, id, new Revision { Text = text }, TestEngine.Cancellation);

    /// <summary>The real store, and how many rows of single ids were asked of it.</summary>
    private sealed class CountingStore(IRecordStore store) : IRecordStore
    {
        public int Rows { get; private set; }

        public Task<T> WriteAsync<T>(WriteGrant grant, Func<IRecordTransaction, ValueTask<T>> work, CancellationToken cancellationToken) => store.WriteAsync(grant, work, cancellationToken);

        public ValueTask<SpaceHead?> HeadAsync(ReadGrant grant, CancellationToken cancellationToken) => store.HeadAsync(grant, cancellationToken);

        public ValueTask<RowPage> ReadAsync(ReadGrant grant, Position? after, int limit, CancellationToken cancellationToken) => store.ReadAsync(grant, after, limit, cancellationToken);

        public ValueTask<IReadOnlyList<SpaceName>> ListSpacesAsync(ListGrant grant, CancellationToken cancellationToken) => store.ListSpacesAsync(grant, cancellationToken);

        public async ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(ReadGrant grant, MemoryId id, int before, int limit, CancellationToken cancellationToken) =>
            Counted(await store.FindTailAsync(grant, id, before, limit, cancellationToken));

        private IReadOnlyList<SealedRow> Counted(IReadOnlyList<SealedRow> rows)
        {
            Rows += rows.Count;

            return rows;
        }
    }
}
