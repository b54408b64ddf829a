using Locket.Engine.Records;

namespace Locket.Storage.Tests.Contract;

/// <summary>What every store promises about tokens and audit chains.</summary>
public abstract class SystemStoreContract
{
    protected abstract IRecordStore Store { get; }

    protected abstract ISystemStore System { get; }

    /// <summary>The same data, opened by another owner after the first is gone.</summary>
    protected abstract ISystemStore Reopen();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_found_by_its_public_id_only()
    {
        await PutAsync(Token("abcdefghijkl", "one"));

        Assert.Equal(Sample.Bytes("one"), (await System.FindTokenAsync("abcdefghijkl", Now))!.Body.ToArray());
        Assert.Null(await System.FindTokenAsync("ABCDEFGHIJKL", Now));
        Assert.Null(await System.FindTokenAsync("", Now));
    }

    [Fact]
    public async Task A_token_put_again_replaces_the_first()
    {
        await PutAsync(Token("abcdefghijkl", "one"));
        await PutAsync(Token("abcdefghijkl", "two"));

        Assert.Equal(Sample.Bytes("two"), Assert.Single(await System.ListTokensAsync(Sample.Admin(), Now)).Body.ToArray());
    }

    [Fact]
    public async Task A_token_whose_write_failed_lets_nobody_in()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => System.WriteAsync<int>(
            Sample.Admin(),
            async transaction =>
            {
                await transaction.PutTokenAsync(Token("abcdefghijkl", "one"), Now);
                Assert.NotNull(await transaction.FindTokenAsync("abcdefghijkl", Now));
                throw new InvalidTimeZoneException();
            },
            Now));

        Assert.Null(await System.FindTokenAsync("abcdefghijkl", Now));
    }

    [Fact]
    public async Task Tokens_and_chains_outlive_their_owner()
    {
        await PutAsync(Token("abcdefghijkl", "one"));
        await AppendAsync();
        await AppendAsync();

        var reopened = Reopen();

        Assert.NotNull(await reopened.FindTokenAsync("abcdefghijkl", Now));
        Assert.Equal(2, (await reopened.ListChainsAsync(Sample.Admin(), Now))[0].Number);
    }

    [Fact]
    public async Task The_servers_own_chain_grows_by_one()
    {
        await AppendAsync();
        await AppendAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => System.WriteAsync(
            Sample.Admin(),
            async transaction =>
            {
                await transaction.AppendAsync(new AuditRow(Guid.Empty, 4, Sample.Bytes("gap"), new byte[32]), Now);
                return 0;
            },
            Now));

        var chain = Assert.Single(await System.ListChainsAsync(Sample.Admin(), Now));
        Assert.Equal((Guid.Empty, null, 2L), (chain.Chain, chain.Space, chain.Number));
    }

    [Fact]
    public async Task Every_chain_is_listed_with_its_head()
    {
        await Store.AddAsync("me", "one");
        await Store.AddAsync("me", "two");

        var chains = await System.ListChainsAsync(Sample.Admin(), Now);
        var head = await Store.HeadAsync("me");

        Assert.Equal(2, chains.Count);
        Assert.Equal((head!.Incarnation, "me", 2L), (chains[1].Chain, chains[1].Space!.Value.Value, chains[1].Number));
        Assert.Equal(head.Seal.ToArray(), chains[1].Seal.ToArray());
    }

    [Fact]
    public async Task Audit_rows_come_in_the_order_they_were_written()
    {
        await Store.AddAsync("me", "one");
        await AppendAsync();
        await Store.AddAsync("me", "two");

        var first = await System.ReadAuditAsync(Sample.Admin(), 0, 2, Now);
        var second = await System.ReadAuditAsync(Sample.Admin(), first.Next, 2, Now);
        var third = await System.ReadAuditAsync(Sample.Admin(), second.Next, 2, Now);

        var incarnation = (await Store.HeadAsync("me"))!.Incarnation;
        Assert.Equal(
            [(incarnation, 1L), (Guid.Empty, 1L), (incarnation, 2L)],
            first.Rows.Concat(second.Rows).Select(row => (row.Chain, row.Number)));
        Assert.Empty(third.Rows);
        Assert.Equal(second.Next, third.Next);
    }

    private static TokenRow Token(string id, string body) => new(id, new byte[32], Sample.Bytes(body));

    private Task<int> PutAsync(TokenRow token) => System.WriteAsync(
        Sample.Admin(),
        async transaction =>
        {
            await transaction.PutTokenAsync(token, Now);
            return 0;
        },
        Now);

    private Task<long> AppendAsync() => System.WriteAsync(
        Sample.Admin(),
        async transaction =>
        {
            var number = transaction.Head.Number + 1;
            await transaction.AppendAsync(new AuditRow(Guid.Empty, number, Sample.Bytes("entry"), new byte[32]), Now);
            return number;
        },
        Now);
}
