using Locket.Engine.Records;

namespace Locket.Storage.Tests.Contract;

/// <summary>What every keeper of vectors promises, whatever database is under it.</summary>
public abstract class VectorStoreContract
{
    private const long Stamp = 7;

    protected abstract IRecordStore Records { get; }

    protected abstract IVectorStore Store { get; }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_space_nobody_wrote_to_has_none_and_takes_none()
    {
        Assert.Null(await Store.PlaceAsync(Sample.Read("me"), Now));
        Assert.False(await Store.AdvanceAsync(Sample.Read("me"), null, new VectorPlace(Stamp, new Position(Sample.Id().Value, 1, new byte[16])), [], Now));
        Assert.Null(await Records.HeadAsync("me"));
    }

    [Fact]
    public async Task They_come_back_in_order_with_the_place()
    {
        await AddAsync();
        var ids = new[] { await AddAsync(), await AddAsync() };
        Assert.True(await AdvanceAsync(null, (ids[1], 3, 1), (ids[0], 2, 1)));

        var found = await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now);
        Assert.Equal([2, 3], found.Select(vector => vector.Sequence));
        Assert.Equal(Sample.Bytes("vector 2"), found[0].Body.ToArray());
        Assert.Equal([3], (await Store.ReadAsync(Sample.Read("me"), Stamp, 2, 10, Now)).Select(vector => vector.Sequence));
        Assert.Equal(new VectorPlace(Stamp, (await Records.ReadAsync("me")).End()), await Store.PlaceAsync(Sample.Read("me"), Now));
        Assert.Equal([1], await Store.LackingAsync(Sample.Read("me"), Stamp, [1, 2, 3], Now));
    }

    [Fact]
    public async Task Those_of_another_model_are_not_found_and_give_way()
    {
        var id = await AddAsync();
        await AdvanceAsync(null, (id, 1, 1));
        var place = await Store.PlaceAsync(Sample.Read("me"), Now);

        Assert.Empty(await Store.ReadAsync(Sample.Read("me"), Stamp + 1, 0, 10, Now));
        Assert.Equal([1], await Store.LackingAsync(Sample.Read("me"), Stamp + 1, [1], Now));
        Assert.True(await Store.AdvanceAsync(Sample.Read("me"), place, place! with { Stamp = Stamp + 1 }, [new(id, 1, new(1, Sample.Bytes("other")))], Now));
        Assert.Empty(await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now));
        Assert.Single(await Store.ReadAsync(Sample.Read("me"), Stamp + 1, 0, 10, Now));
    }

    [Fact]
    public async Task Who_comes_from_another_place_writes_nothing()
    {
        var id = await AddAsync();
        Assert.True(await AdvanceAsync(null, (id, 1, 1)));
        await AddAsync();

        Assert.False(await AdvanceAsync(null, (id, 2, 1)));
        Assert.Single(await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now));
    }

    [Fact]
    public async Task One_of_a_memory_that_changed_since_is_left_out()
    {
        var id = await AddAsync();
        await Records.AddAsync("me", "changed", id, 2);

        Assert.True(await AdvanceAsync(null, (id, 1, 1)));
        Assert.Empty(await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_goes_with_a_purge_and_with_what_the_memory_said(bool isPurge)
    {
        var (id, other) = (await AddAsync(), await AddAsync());
        await AdvanceAsync(null, (id, 1, 1), (other, 2, 1));
        await Records.WriteAsync(
            Sample.Write("me"),
            async transaction =>
            {
                await (isPurge ? transaction.PurgeAsync(id, Now) : transaction.DropVectorAsync(id, Now));
                return await transaction.AppendAsync("over", id, 2);
            },
            Now);

        Assert.Equal([2], (await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now)).Select(vector => vector.Sequence));
    }

    [Fact]
    public async Task What_is_damaged_goes_as_it_was_read_and_the_place_goes_back_before_it()
    {
        var ids = new[] { await AddAsync(), await AddAsync(), await AddAsync() };
        await AdvanceAsync(null, (ids[0], 1, 1), (ids[1], 2, 1), (ids[2], 3, 1));
        var rows = (await Records.ReadAsync("me")).Rows;

        // What was written there since is not what was read.
        await Store.DropAsync(Sample.Read("me"), Stamp, [new(2, Sample.Bytes("what stood there before"))], Now);
        await Store.DropAsync(Sample.Read("me"), Stamp + 1, [new(2, Sample.Bytes("vector 2"))], Now);
        await Store.DropAsync(Sample.Read("you"), Stamp, [new(2, Sample.Bytes("vector 2"))], Now);
        Assert.Equal(3, (await Store.PlaceAsync(Sample.Read("me"), Now))!.Position.Sequence);
        Assert.Equal(3, (await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now)).Count);

        await Store.DropAsync(Sample.Read("me"), Stamp, [new(2, Sample.Bytes("vector 2")), new(3, Sample.Bytes("vector 3"))], Now);
        Assert.Equal([1], (await Store.ReadAsync(Sample.Read("me"), Stamp, 0, 10, Now)).Select(vector => vector.Sequence));
        var place = (await Store.PlaceAsync(Sample.Read("me"), Now))!.Position;
        Assert.Equal((1, true), (place.Sequence, place.Seal.Span.SequenceEqual(rows[0].Seal.Span)));
        Assert.Equal(["me"], (await Store.BehindAsync(Sample.List("*"), Stamp, Now)).Select(space => space.Value));

        await Store.DropAsync(Sample.Read("me"), Stamp, [new(1, Sample.Bytes("vector 1"))], Now);
        Assert.Null(await Store.PlaceAsync(Sample.Read("me"), Now));
    }

    [Fact]
    public async Task Progress_and_what_is_behind_are_told_by_model_and_by_what_the_grant_covers()
    {
        var id = await AddAsync();
        await AdvanceAsync(null, (id, 1, 1));
        await AddAsync();
        await Records.AddAsync("you", "text");

        Assert.Equal(new VectorProgress(1, 3), await Store.ProgressAsync(Sample.List("*"), Stamp, Now));
        Assert.Equal(new VectorProgress(0, 1), await Store.ProgressAsync(Sample.List("you"), Stamp, Now));
        Assert.Equal(new VectorProgress(0, 3), await Store.ProgressAsync(Sample.List("*"), Stamp + 1, Now));
        Assert.Equal(["me", "you"], (await Store.BehindAsync(Sample.List("*"), Stamp, Now)).Select(space => space.Value));
        await AdvanceAsync(await Store.PlaceAsync(Sample.Read("me"), Now));
        Assert.Equal(["you"], (await Store.BehindAsync(Sample.List("*"), Stamp, Now)).Select(space => space.Value));
        Assert.Empty(await Store.BehindAsync(Sample.List("me"), Stamp, Now));
    }

    private async Task<MemoryId> AddAsync()
    {
        var id = Sample.Id();
        await Records.AddAsync("me", "text", id);

        return id;
    }

    /// <summary>To the end of the log.</summary>
    private async Task<bool> AdvanceAsync(VectorPlace? from, params (MemoryId Id, long Sequence, int Version)[] vectors) => await Store.AdvanceAsync(
        Sample.Read("me"),
        from,
        new VectorPlace(Stamp, (await Records.ReadAsync("me")).End()),
        [.. vectors.Select(one => new EmbeddedMemory(one.Id, one.Version, new SealedVector(one.Sequence, Sample.Bytes($"vector {one.Sequence}"))))],
        Now);
}
