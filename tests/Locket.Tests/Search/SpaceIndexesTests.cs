using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Tests.Search;

public sealed class SpaceIndexesTests : IDisposable
{
    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = new("00000000-0000-0000-0000-000000000002");

    private readonly RowsInMemory _store = new();
    private readonly History _history = new();
    private readonly ReadGrant _grant = Grant("home");
    private readonly List<SpaceIndexes> _opened = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_space_nobody_wrote_to_reads_as_empty_and_is_not_kept()
    {
        var indexes = Indexes();

        Assert.Equal(0, await indexes.ReadAsync(_grant, index => index.MemoryCount, Cancel));
        Assert.Equal(0, indexes.Count);
    }

    [Fact]
    public async Task A_write_is_seen_by_the_next_read()
    {
        var indexes = Indexes();
        for (var count = 1; count <= 30; count++)
        {
            _history.Remember($"memory {count}");
            Keep();

            Assert.Equal(count, await indexes.ReadAsync(_grant, index => index.Count, Cancel));
        }
    }

    [Fact]
    public async Task What_is_current_costs_one_read_of_the_store()
    {
        var indexes = Indexes();
        _history.Remember("a memory");
        Keep();
        await indexes.ReadAsync(_grant, index => index.Count, Cancel);
        var before = _store.Reads;

        await indexes.ReadAsync(_grant, index => index.Count, Cancel);

        Assert.Equal(1, _store.Reads - before);
    }

    [Fact]
    public async Task A_position_from_another_history_forces_a_rebuild()
    {
        var indexes = Indexes();
        _history.Remember("the old world");
        _history.Remember("more of it");
        Keep();
        await indexes.ReadAsync(_grant, index => index.Count, Cancel);
        var restored = new History();
        var id = restored.Remember("the new world");
        restored.Remember("less of it");
        restored.Remember("and a third");
        _store.Put(_grant.Space, Second, restored.Changes);

        var (text, count) = await indexes.ReadAsync(_grant, index => (index.Find(id)?.Text, index.Count), Cancel);

        Assert.Equal(("the new world", 3), (text, count));
    }

    [Fact]
    public async Task An_erased_space_is_gone_from_memory_too()
    {
        var indexes = Indexes();
        _history.Remember("a secret");
        Keep();
        await indexes.ReadAsync(_grant, index => index.Count, Cancel);
        _store.Erase(_grant.Space);

        Assert.Equal(0, await indexes.ReadAsync(_grant, index => index.MemoryCount, Cancel));
    }

    [Fact]
    public async Task An_index_as_of_a_time_knows_nothing_later()
    {
        var indexes = Indexes();
        var id = _history.Remember("lives in Lisbon");
        var then = _history.Changes[^1].At;
        _history.Add(id, ChangeKind.Revised, change => change with { Content = History.Content("lives in Porto") });
        Keep();

        Assert.Equal("lives in Lisbon", await indexes.ReadAsOfAsync(_grant, then, index => index.Find(id)!.Text, Cancel));
        Assert.Equal("lives in Porto", await indexes.ReadAsync(_grant, index => index.Find(id)!.Text, Cancel));
        Assert.Null(await indexes.ReadAsOfAsync(_grant, then.AddTicks(-1), index => index.Find(id), Cancel));
    }

    [Fact]
    public async Task Questions_about_the_past_keep_no_space_from_being_opened()
    {
        var indexes = Indexes(maxLoads: 1);
        _history.Remember("a memory");
        Keep();
        var asked = new TaskCompletionSource();
        using var answered = new ManualResetEventSlim();
        var past = Task.Run(
            () => indexes.ReadAsOfAsync(
                _grant,
                _history.Changes[^1].At,
                index =>
                {
                    asked.SetResult();
                    answered.Wait(Cancel);
                    return index.Count;
                },
                Cancel),
            Cancel);
        await asked.Task;

        try
        {
            Assert.Equal(1, await indexes.ReadAsync(_grant, index => index.Count, Cancel).WaitAsync(TimeSpan.FromMinutes(2), Cancel));
        }
        finally
        {
            answered.Set();
        }

        Assert.Equal(1, await past);
    }

    [Fact]
    public async Task A_space_larger_than_the_memory_set_aside_is_refused_and_leaves_room_for_others()
    {
        var indexes = Indexes(maxBytes: 100_000);
        for (var at = 0; at < 500; at++)
        {
            _history.Remember($"memory {at}");
        }

        Keep();
        var small = new History();
        small.Remember("small");
        _store.Put(Grant("small").Space, Second, small.Changes);

        var refusal = await Assert.ThrowsAsync<RefusalException>(() => indexes.ReadAsync(_grant, index => index.Count, Cancel));

        Assert.Equal(RefusalCode.StorageFull, refusal.Code);
        Assert.Equal(1, await indexes.ReadAsync(Grant("small"), index => index.Count, Cancel));
    }

    [Fact]
    public async Task A_space_that_grows_too_large_is_refused_from_then_on()
    {
        var indexes = Indexes(maxBytes: 100_000);
        _history.Remember("first");
        Keep();
        Assert.Equal(1, await indexes.ReadAsync(_grant, index => index.Count, Cancel));
        for (var at = 0; at < 500; at++)
        {
            _history.Remember($"memory {at}");
        }

        Keep();

        await Assert.ThrowsAsync<RefusalException>(() => indexes.ReadAsync(_grant, index => index.Count, Cancel));
        await Assert.ThrowsAsync<RefusalException>(() => indexes.ReadAsync(_grant, index => index.Count, Cancel));
    }

    [Fact]
    public async Task The_least_recently_used_index_makes_room()
    {
        var indexes = Indexes(maxBytes: 40_000);
        for (var at = 0; at < 10; at++)
        {
            var history = new History();
            for (var line = 0; line < 10; line++)
            {
                history.Remember($"memory {line} of {at}");
            }

            _store.Put(Grant($"space {at}").Space, new Guid(at + 10, 0, 0, new byte[8]), history.Changes);
        }

        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(10, await indexes.ReadAsync(Grant($"space {round % 10}"), index => index.Count, Cancel));
        }

        Assert.InRange(indexes.Count, 1, 9);
    }

    [Fact]
    public async Task An_index_in_use_never_makes_room()
    {
        var indexes = Indexes(maxBytes: 8_000);
        var other = Grant("other");
        _history.Remember("a memory");
        Keep();
        _store.Put(other.Space, Second, _history.Changes);
        await indexes.ReadAsync(_grant, index => index.Count, Cancel);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = space => space == _grant.Space ? gate.Task : Task.CompletedTask;
        var reader = indexes.ReadAsync(_grant, index => index.Count, Cancel);

        await indexes.ReadAsync(other, index => index.Count, Cancel);
        gate.SetResult();

        Assert.Equal(1, await reader);
        Assert.Equal(1, indexes.Count);
    }

    [Fact]
    public async Task Many_readers_of_a_cold_space_load_it_once()
    {
        _history.Remember("a memory");
        Keep();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Gate = _ => gate.Task;
        var opened = 0;
        var counting = Indexes(open: (incarnation, row) =>
        {
            Interlocked.Increment(ref opened);
            return _store.Open(incarnation, row);
        });
        var readers = Enumerable.Range(0, 20).Select(_ => counting.ReadAsync(_grant, index => index.Count, Cancel)).ToList();

        gate.SetResult();

        Assert.All(await Task.WhenAll(readers), count => Assert.Equal(1, count));
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Readers_and_a_writer_side_by_side_see_no_half_truth()
    {
        var indexes = Indexes();
        var histories = Enumerable.Range(0, 60).Select(_ =>
        {
            _history.Remember("ada lives in porto", content => content with { Session = "s" });
            return _history.Changes.ToList();
        }).ToList();
        _store.Put(_grant.Space, First, histories[0]);
        var (turn, newest) = (new Lock(), 0);

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var at = 0; at < histories.Count; at++)
                {
                    lock (turn)
                    {
                        // A log only grows: what one reader was told is there must not go because another is behind.
                        newest = Math.Max(newest, at);
                        _store.Put(_grant.Space, First, histories[newest]);
                    }

                    var (count, total) = await indexes.ReadAsync(_grant, index => (index.Count, index.Search(_history.Query("porto")).Total), Cancel);
                    Assert.Equal(count, total);
                }
            },
            Cancel));

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_reader_that_gives_up_while_loading_harms_nobody()
    {
        var indexes = Indexes();
        _history.Remember("a memory");
        Keep();
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _store.Gate = async _ =>
        {
            await impatient.CancelAsync();
            impatient.Token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => indexes.ReadAsync(_grant, index => index.Count, impatient.Token));
        _store.Gate = _ => Task.CompletedTask;

        Assert.Equal(1, await indexes.ReadAsync(_grant, index => index.Count, Cancel));
    }

    public void Dispose() => _opened.ForEach(indexes => indexes.Dispose());

    private static ReadGrant Grant(string space) =>
        ReadGrant.Of(SpaceName.Parse(space), new Actor(Actor.Owner, Actor.SessionTokenId, null, Trust.User));

    private void Keep() => _store.Put(_grant.Space, First, _history.Changes);

    private SpaceIndexes Indexes(long maxBytes = 100_000_000, Func<Guid, SealedRow, Change>? open = null, int maxLoads = 2)
    {
        var indexes = new SpaceIndexes(_store, open ?? _store.Open, new SpaceIndexOptions { MaxBytes = maxBytes, PageSize = 7, MaxLoads = maxLoads });
        _opened.Add(indexes);
        return indexes;
    }
}
