using System.Security.Cryptography;
using Locket.Engine.Records;

namespace Locket.Storage.Tests.Contract;

/// <summary>What every keeper of snapshots promises, whatever database is under it.</summary>
public abstract class SnapshotStoreContract
{
    protected abstract IRecordStore Records { get; }

    protected abstract ISnapshotStore Store { get; }

    protected byte[] Salt { get; } = RandomNumberGenerator.GetBytes(32);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_space_nobody_wrote_to_has_none_and_begins_none()
    {
        Assert.Null(await Store.FindAsync(Sample.Read("me"), Now));
        Assert.Null(await Store.BeginAsync(Sample.Read("me"), Now));
        Assert.Null(await Records.HeadAsync("me"));
    }

    [Fact]
    public async Task It_comes_back_as_it_was_written()
    {
        await AddAsync();
        await KeepAsync(await BeginAsync(), parts: 3);

        var found = await FindAsync();

        var position = (await Records.ReadAsync("me")).End();
        Assert.Equal((7, position), (found!.Head.Format, found.Head.Position));
        Assert.Equal(Salt, found.Head.Salt.ToArray());
        Assert.Equal(["part 0", "part 1", "part 2"], found.Parts.Select(part => System.Text.Encoding.UTF8.GetString(part.Span)));
    }

    [Fact]
    public async Task One_that_is_not_finished_is_not_found()
    {
        await AddAsync();
        await KeepAsync(await BeginAsync());
        var second = await BeginAsync();
        await Store.AddAsync(Sample.Read("me"), second, 0, Sample.Bytes("other"), Now);

        Assert.Equal("part 0", System.Text.Encoding.UTF8.GetString((await FindAsync())!.Parts.Single().Span));
    }

    [Fact]
    public async Task The_next_takes_the_place_of_the_last()
    {
        await AddAsync();
        await KeepAsync(await BeginAsync(), parts: 2);
        await KeepAsync(await BeginAsync(), parts: 5);
        while (await Store.SweepAsync(Sample.Read("me"), Now))
        {
        }

        Assert.Equal(5, (await FindAsync())!.Parts.Count);
    }

    [Fact]
    public async Task A_purge_takes_it_away()
    {
        var id = await AddAsync();
        await KeepAsync(await BeginAsync());
        await PurgeAsync(id);

        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task A_purge_while_it_is_written_ends_it()
    {
        var id = await AddAsync();
        var begun = await BeginAsync();
        Assert.True(await Store.AddAsync(Sample.Read("me"), begun, 0, Sample.Bytes("part 0"), Now));
        await PurgeAsync(id);

        Assert.False(await Store.AddAsync(Sample.Read("me"), begun, 1, Sample.Bytes("part 1"), Now));
        Assert.False(await FinishAsync(begun));
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Another_that_begins_ends_it()
    {
        await AddAsync();
        var first = await BeginAsync();
        var second = await BeginAsync();

        Assert.False(await Store.AddAsync(Sample.Read("me"), first, 0, Sample.Bytes("part 0"), Now));
        Assert.False(await FinishAsync(first));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_purge_that_is_taken_back_takes_nothing_away()
    {
        var id = await AddAsync();
        await KeepAsync(await BeginAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Records.WriteAsync<int>(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.PurgeAsync(id, Now);
                throw new InvalidOperationException();
            },
            Now));

        Assert.NotNull(await FindAsync());
    }

    [Fact]
    public async Task That_of_one_space_is_none_of_another()
    {
        await AddAsync();
        await Records.AddAsync("you", "text");
        var begun = await BeginAsync();

        Assert.False(await Store.AddAsync(Sample.Read("you"), begun, 0, Sample.Bytes("part 0"), Now));
        Assert.False(await Store.FinishAsync(Sample.Read("you"), begun, await HeadAsync(), Now));
        await KeepAsync(begun);
        Assert.Null(await Store.FindAsync(Sample.Read("you"), Now));
    }

    protected async Task<MemoryId> AddAsync()
    {
        var id = Sample.Id();
        await Records.AddAsync("me", "text", id);

        return id;
    }

    protected Task PurgeAsync(MemoryId id) => Records.WriteAsync(
        Sample.Write("me"),
        async transaction =>
        {
            await transaction.PurgeAsync(id, Now);
            return await transaction.AppendAsync("purged", id, 2);
        },
        Now);

    protected async Task<long> BeginAsync() => (await Store.BeginAsync(Sample.Read("me"), Now))!.Value;

    protected async Task KeepAsync(long snapshot, int parts = 1)
    {
        for (var part = 0; part < parts; part++)
        {
            Assert.True(await Store.AddAsync(Sample.Read("me"), snapshot, part, Sample.Bytes($"part {part}"), Now));
        }

        Assert.True(await FinishAsync(snapshot));
    }

    private async Task<bool> FinishAsync(long snapshot) => await Store.FinishAsync(Sample.Read("me"), snapshot, await HeadAsync(), Now);

    private async Task<SnapshotHead> HeadAsync() => new(7, (await Records.ReadAsync("me")).End(), Salt);

    private async Task<SealedSnapshot?> FindAsync() => await Store.FindAsync(Sample.Read("me"), Now);
}
