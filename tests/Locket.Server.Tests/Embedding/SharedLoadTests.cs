using Locket.Server.Embedding;

namespace Locket.Server.Tests.Embedding;

/// <summary>What a model's file is loaded by, and what keeps it from being freed too early.</summary>
public sealed class SharedLoadTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_ask_at_once_share_one_load_and_one_may_give_up()
    {
        using var go = new ManualResetEventSlim();
        var times = 0;
        var load = new SharedLoad<int>(() =>
        {
            go.Wait(Now);

            return Interlocked.Increment(ref times);
        });
        using var patience = new CancellationTokenSource();
        var impatient = load.GetAsync(patience.Token);
        var others = Enumerable.Range(0, 50).Select(_ => load.GetAsync(Now)).ToList();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go.Set();

        Assert.All(await Task.WhenAll(others), which => Assert.Equal(1, which));
    }

    [Fact]
    public async Task What_failed_is_tried_again()
    {
        var times = 0;
        var load = new SharedLoad<int>(() => ++times == 1 ? throw new IOException("away") : times);

        await Assert.ThrowsAsync<IOException>(() => load.GetAsync(Now));

        Assert.Equal((2, 2), (await load.GetAsync(Now), await load.GetAsync(Now)));
    }

    [Fact]
    public async Task What_is_still_loading_when_it_closes_is_let_go_when_it_comes()
    {
        using var go = new ManualResetEventSlim();
        var gone = new TaskCompletionSource<int>();
        var load = new SharedLoad<int>(() =>
        {
            go.Wait(Now);

            return 7;
        });
        var asked = load.GetAsync(Now);

        load.Close(gone.SetResult);
        Assert.False(gone.Task.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => load.GetAsync(Now));
        go.Set();

        Assert.Equal((7, 7), (await asked, await gone.Task.WaitAsync(Now)));
    }

    [Fact]
    public void The_last_who_leaves_frees_once_and_nobody_comes_in_after_the_close()
    {
        var freed = 0;
        var uses = new UseCount(() => freed++);
        uses.Enter();
        uses.Enter();

        uses.Close();
        uses.Leave();
        Assert.Equal(0, freed);
        Assert.Throws<ObjectDisposedException>(uses.Enter);
        uses.Leave();
        uses.Close();

        Assert.Equal(1, freed);
    }
}
