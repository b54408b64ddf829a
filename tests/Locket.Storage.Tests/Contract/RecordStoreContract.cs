using Locket.Engine.Records;

namespace Locket.Storage.Tests.Contract;

/// <summary>What every record store promises, whatever database is under it.</summary>
public abstract class RecordStoreContract
{
    protected abstract IRecordStore Store { get; }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_space_nobody_wrote_to_has_no_head_and_no_rows()
    {
        Assert.Null(await Store.HeadAsync("me"));

        var page = await Store.ReadAsync("me");

        Assert.Null(page.Head);
        Assert.False(page.IsOtherHistory);
        Assert.Empty(page.Rows);
        Assert.Empty(await Store.FindTailAsync(Sample.Read("me"), Sample.Id(), int.MaxValue, 100, Now));
    }

    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var id = Sample.Id();
        var written = await Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                var (row, audit) = Sample.Next(transaction.Head, id, "likes tea", mac: long.MinValue + 7);
                await transaction.AppendAsync(row, audit, Now);
                return row;
            },
            Now);

        var read = Assert.Single((await Store.ReadAsync("me")).Rows);

        Assert.Equal(written with { Body = null, Seal = default }, read with { Body = null, Seal = default });
        Assert.Equal(written.Body!.Value.ToArray(), read.Body!.Value.ToArray());
        Assert.Equal(written.Seal.ToArray(), read.Seal.ToArray());
    }

    [Fact]
    public async Task The_head_is_that_of_the_last_row()
    {
        await Store.AddAsync("me", "one");
        await Store.AddAsync("me", "two");

        var page = await Store.ReadAsync("me");
        var head = await Store.HeadAsync("me");

        Assert.Equal(2, head!.Sequence);
        Assert.Equal(page.Rows[1].Seal.ToArray(), head.Seal.ToArray()[..SealedRow.SealLength]);
        Assert.Equal(32, head.Seal.Length);
        Assert.Equal(head.Incarnation, page.Head!.Incarnation);
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap()
    {
        for (var number = 0; number < 7; number++)
        {
            await Store.AddAsync("me", $"text {number}");
            await Store.AddAsync("other", $"other {number}");
        }

        var texts = new List<string>();
        Position? after = null;
        for (var page = await Store.ReadAsync("me", null, 3); page.Rows.Count > 0; page = await Store.ReadAsync("me", after, 3))
        {
            Assert.False(page.IsOtherHistory);
            texts.AddRange(page.Texts());
            after = page.End();
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"text {number}"), texts);
    }

    [Fact]
    public async Task A_position_before_the_first_row_is_part_of_its_history_only()
    {
        await Store.AddAsync("me", "one");
        var incarnation = (await Store.HeadAsync("me"))!.Incarnation;

        Assert.False((await Store.ReadAsync("me", new Position(incarnation, 0, default))).IsOtherHistory);
        Assert.True((await Store.ReadAsync("me", new Position(Guid.CreateVersion7(), 0, default))).IsOtherHistory);
    }

    [Theory]
    [InlineData("seal")]
    [InlineData("later")]
    [InlineData("incarnation")]
    public async Task A_position_that_is_not_in_the_log_gets_no_rows(string wrong)
    {
        await Store.AddAsync("me", "one");
        await Store.AddAsync("me", "two");
        var good = (await Store.ReadAsync("me", null, 1)).End();

        var page = await Store.ReadAsync("me", wrong switch
        {
            "seal" => good with { Seal = new byte[SealedRow.SealLength] },
            "later" => good with { Sequence = 3 },
            _ => good with { Incarnation = Guid.CreateVersion7() },
        });

        Assert.True(page.IsOtherHistory);
        Assert.Empty(page.Rows);
        Assert.Equal(2, page.Head!.Sequence);
    }

    [Fact]
    public async Task A_unit_of_work_sees_its_own_writes()
    {
        var id = Sample.Id();

        await Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.AppendAsync("one", id, mac: 5);
                await transaction.AppendAsync("two", id, version: 2, mac: 6);

                Assert.Equal(2, transaction.Head.Sequence);
                Assert.Equal([1, 2], (await transaction.FindAsync(id, Now)).Select(row => row.Version));
                Assert.Equal([id], await transaction.FindByContentAsync(5, Now));
                return 0;
            },
            Now);

        Assert.Equal([1, 2], (await Store.FindTailAsync(Sample.Read("me"), id, int.MaxValue, 100, Now)).Select(row => row.Version));
    }

    [Fact]
    public async Task Of_a_long_history_its_first_row_and_its_newest_below_a_version_are_found()
    {
        var id = Sample.Id();
        await Store.AddAsync("me", "before");
        await Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                for (var version = 1; version <= 9; version++)
                {
                    await transaction.AppendAsync($"text {version}", id, version);
                }

                Assert.Equal([1, 8, 9], (await transaction.FindTailAsync(id, int.MaxValue, 2, Now)).Select(row => row.Version));
                return 0;
            },
            Now);

        Assert.Equal([1, 4, 5, 6], await TailAsync(before: 7, limit: 3));
        Assert.Equal([1, 2, 3], await TailAsync(before: 4, limit: 3));
        Assert.Equal([1, 2], await TailAsync(before: 3, limit: 3));
        Assert.Empty(await TailAsync(before: 1, limit: 3));
        Assert.Empty(await Store.FindTailAsync(Sample.Read("other"), id, int.MaxValue, 3, Now));

        async Task<IEnumerable<int>> TailAsync(int before, int limit) =>
            (await Store.FindTailAsync(Sample.Read("me"), id, before, limit, Now)).Select(row => row.Version);
    }

    [Fact]
    public async Task What_a_failed_unit_did_is_undone()
    {
        await Store.AddAsync("me", "stays");

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.WriteAsync<int>(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.AppendAsync("goes", mac: 9);
                throw new InvalidTimeZoneException();
            },
            Now));

        Assert.Equal(["stays"], (await Store.ReadAsync("me")).Texts());
        Assert.Equal(2, await Store.AddAsync("me", "next"));
    }

    [Fact]
    public async Task A_failed_first_write_leaves_no_space_behind()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.WriteAsync<int>(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.AppendAsync("goes");
                throw new InvalidTimeZoneException();
            },
            Now));

        Assert.Null(await Store.HeadAsync("me"));
        Assert.Equal(1, await Store.AddAsync("me", "first"));
    }

    [Fact]
    public async Task A_row_out_of_turn_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                var (row, audit) = Sample.Next(transaction.Head with { Sequence = 4 }, Sample.Id(), "gap");
                await transaction.AppendAsync(row, audit, Now);
                return 0;
            },
            Now));
    }

    [Fact]
    public async Task The_same_id_in_another_space_is_not_found()
    {
        var id = Sample.Id();
        await Store.AddAsync("mine", "secret", id, mac: 77);
        await Store.AddAsync("yours", "other");

        Assert.Empty(await Store.FindTailAsync(Sample.Read("yours"), id, int.MaxValue, 100, Now));
        await Store.WriteAsync(
            Sample.Write("yours"),
            async transaction =>
            {
                Assert.Empty(await transaction.FindAsync(id, Now));
                Assert.Empty(await transaction.FindByContentAsync(77, Now));
                await transaction.PurgeAsync(id, Now);
                return 0;
            },
            Now);
        Assert.Equal(["secret"], (await Store.ReadAsync("mine")).Texts());
    }

    [Fact]
    public async Task A_purge_takes_the_bodies_and_leaves_the_headers()
    {
        var (gone, kept) = (Sample.Id(), Sample.Id());
        await Store.AddAsync("me", "one", gone, mac: 1);
        await Store.AddAsync("me", "two", kept, mac: 2);
        await Store.AddAsync("me", "three", gone, version: 2, mac: 3);

        await Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.PurgeAsync(gone, Now);
                Assert.Empty(await transaction.FindByContentAsync(1, Now));
                Assert.Empty(await transaction.FindByContentAsync(3, Now));
                Assert.Equal([kept], await transaction.FindByContentAsync(2, Now));
                return 0;
            },
            Now);

        var rows = (await Store.ReadAsync("me")).Rows;
        Assert.Equal([1L, 2, 3], rows.Select(row => row.Sequence));
        Assert.Equal([true, false, true], rows.Select(row => row.Body is null && row.ContentMac is null));
    }

    [Fact]
    public async Task Spaces_are_listed_in_ordinal_order_as_far_as_the_grant_covers()
    {
        foreach (var name in (string[])["team-b", "me", "team-a", "Team-c", "täglich"])
        {
            await Store.AddAsync(name, "text");
        }

        Assert.Equal(["Team-c", "me", "team-a", "team-b", "täglich"], (await Store.ListSpacesAsync(Sample.List("*"), Now)).Select(name => name.Value));
        Assert.Equal(["team-a", "team-b"], (await Store.ListSpacesAsync(Sample.List("team-*"), Now)).Select(name => name.Value));
    }

    [Fact]
    public async Task A_write_that_was_given_up_before_its_turn_does_nothing()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var slow = Store.WriteAsync(
            Sample.Write("me"),
            transaction =>
            {
                entered.Set();
                release.Wait(Now);
                return transaction.AppendAsync("slow");
            },
            Now);
        entered.Wait(Now);
        var waiting = Store.WriteAsync(Sample.Write("me"), transaction => transaction.AppendAsync("given up"), cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.Set();
        await slow;

        Assert.Equal(["slow"], (await Store.ReadAsync("me")).Texts());
    }

    [Fact]
    public async Task A_write_that_has_begun_is_finished_whatever_its_caller_wants()
    {
        using var cancel = new CancellationTokenSource();

        var sequence = await Store.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                await cancel.CancelAsync();
                return await transaction.AppendAsync("begun");
            },
            cancel.Token);

        Assert.Equal(1, sequence);
        Assert.Equal(["begun"], (await Store.ReadAsync("me")).Texts());
    }

    [Fact]
    public async Task A_spaces_sequence_is_gapless_and_in_commit_order()
    {
        const int Writers = 16;
        const int Each = 40;
        string[] spaces = ["one", "two", "three"];
        var acknowledged = new System.Collections.Concurrent.ConcurrentQueue<(string Space, long Sequence, string Text)>();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var number = 0; number < Each; number++)
                {
                    var (space, text) = (spaces[(writer + number) % spaces.Length], $"{writer}.{number}");
                    var before = (await Store.HeadAsync(space))?.Sequence ?? 0;
                    var sequence = await Store.AddAsync(space, text);

                    // What was acknowledged before this write began lies before it.
                    Assert.True(sequence > before);
                    acknowledged.Enqueue((space, sequence, text));
                }
            },
            Now)));

        foreach (var space in spaces)
        {
            var page = await Store.ReadAsync(space, null, Writers * Each);
            Assert.Equal(Enumerable.Range(1, page.Rows.Count).Select(number => (long)number), page.Rows.Select(row => row.Sequence));
            Assert.Equal(
                acknowledged.Where(write => write.Space == space).OrderBy(write => write.Sequence).Select(write => write.Text), page.Texts());
            Assert.Equal(page.Rows.Count, page.Head!.Sequence);
        }
    }
}
