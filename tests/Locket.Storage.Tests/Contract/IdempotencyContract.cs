using Locket.Engine.Records;

namespace Locket.Storage.Tests.Contract;

/// <summary>How a store remembers which requests were done.</summary>
public abstract class IdempotencyContract
{
    protected abstract IRecordStore Store { get; }

    protected abstract ISystemStore System { get; }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_done_is_found_by_its_key()
    {
        var row = Request(1);
        Assert.Null(await FindAsync("me", row.KeyMac));

        await KeepAsync("me", row);

        var found = await FindAsync("me", row.KeyMac);
        Assert.Equal(row.KeyMac.ToArray(), found!.KeyMac.ToArray());
        Assert.Equal(row.RequestMac.ToArray(), found.RequestMac.ToArray());
        Assert.Equal(row.Outcome.ToArray(), found.Outcome.ToArray());
        Assert.Equal(row.At, found.At);
    }

    [Fact]
    public async Task A_key_of_one_space_is_unknown_in_another()
    {
        await KeepAsync("me", Request(1));
        await KeepAsync("other", Request(2));

        Assert.Null(await FindAsync("other", Request(1).KeyMac));
    }

    [Fact]
    public async Task Keys_that_begin_alike_are_told_apart()
    {
        var (one, two) = (Request(1), Request(1));
        var key = two.KeyMac.ToArray();
        key[15] ^= 1;
        await KeepAsync("me", one);

        Assert.Null(await FindAsync("me", key));
    }

    [Fact]
    public async Task A_request_whose_write_failed_was_not_done()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.WriteAsync<int>(
            Sample.Write("me"),
            async transaction =>
            {
                await transaction.KeepRequestAsync(Request(1), Now);
                throw new InvalidTimeZoneException();
            },
            Now));

        Assert.Null(await FindAsync("me", Request(1).KeyMac));
    }

    [Fact]
    public async Task Old_requests_are_swept_and_young_ones_stay()
    {
        await KeepAsync("me", Request(1) with { At = Sample.At });
        await KeepAsync("me", Request(2) with { At = Sample.At.AddDays(1) });
        await KeepAsync("me", Request(3) with { At = Sample.At.AddDays(40) });

        var swept = await System.WriteAsync(Sample.Admin(), transaction => transaction.SweepRequestsAsync(Sample.At.AddDays(30), Now), Now);

        Assert.Equal(2, swept);
        Assert.Null(await FindAsync("me", Request(1).KeyMac));
        Assert.NotNull(await FindAsync("me", Request(3).KeyMac));
    }

    private static IdempotencyRow Request(byte number) =>
        new(Enumerable.Repeat(number, 16).ToArray(), Enumerable.Repeat((byte)(number + 100), 16).ToArray(), Sample.Bytes($"outcome {number}"), Sample.At);

    private Task<int> KeepAsync(string space, IdempotencyRow row) => Store.WriteAsync(
        Sample.Write(space),
        async transaction =>
        {
            await transaction.KeepRequestAsync(row, Now);
            return 0;
        },
        Now);

    private Task<IdempotencyRow?> FindAsync(string space, ReadOnlyMemory<byte> key) =>
        Store.WriteAsync(Sample.Write(space), transaction => transaction.FindRequestAsync(key, Now), Now);
}
