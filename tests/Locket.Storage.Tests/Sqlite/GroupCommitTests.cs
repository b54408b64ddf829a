using CsCheck;
using Locket.Engine.Refusals;
using Locket.Storage.Sqlite;

namespace Locket.Storage.Tests.Sqlite;

public sealed class GroupCommitTests : IDisposable
{
    private static readonly Gen<Member[]> GenGroup = Gen.Select(
        Gen.OneOf(Gen.Const("one"), Gen.Const("two"), Gen.Const("three")), Gen.Int[0, 4], Gen.Enum<Ending>(), (space, rows, ending) => new Member(space, rows, ending)).Array[1, 30];

    private readonly TestDirectory _directory = new();

    private enum Ending
    {
        Done,
        Thrown,
        RuleBroken,
    }

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public void One_members_failure_never_changes_anothers_outcome() =>
        GenGroup.Sample(group => RunAsync(group).GetAwaiter().GetResult(), iter: 60, threads: 1);

    [Fact]
    public async Task Waiting_writes_share_a_commit()
    {
        using var storage = TestStorage.Open(_directory.Data);
        using var gate = new Gate(storage);
        var writes = Enumerable.Range(0, 200).Select(number => storage.Records.AddAsync("me", $"text {number}")).ToArray();
        var before = new FileInfo(_directory.At("locket.db-wal")).Length;
        gate.Open();
        await Task.WhenAll(writes);

        // One by one, 200 commits would have logged four pages each at the least.
        var pages = (new FileInfo(_directory.At("locket.db-wal")).Length - before) / 4096;
        Assert.InRange(pages, 1, 100);
    }

    [Fact]
    public async Task An_owner_whose_nonce_was_replaced_writes_nothing()
    {
        using var storage = TestStorage.Open(_directory.Data);
        await storage.Records.AddAsync("me", "before");
        using (var intruder = new SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter())
        {
            intruder.Run("update system set owner_nonce = 'somebody else'");
        }

        var refused = await Assert.ThrowsAsync<RefusalException>(() => storage.Records.AddAsync("me", "after"));

        Assert.Equal(RefusalCode.Unavailable, refused.Code);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(["before"], (await storage.Records.ReadAsync("me")).Texts());
    }

    [Fact]
    public async Task A_transaction_is_of_no_use_after_its_unit()
    {
        using var storage = TestStorage.Open(_directory.Data);
        var leaked = await storage.Records.WriteAsync(Sample.Write("me"), ValueTask.FromResult, Now);

        await Assert.ThrowsAsync<InvalidOperationException>(() => leaked.TouchAsync(Now).AsTask());
    }

    [Fact]
    public async Task What_waits_at_the_end_is_written_and_what_comes_later_is_refused()
    {
        var storage = TestStorage.Open(_directory.Data);
        var writes = Enumerable.Range(0, 300).Select(number => storage.Records.AddAsync("me", $"text {number}")).ToArray();

        storage.Dispose();

        await Task.WhenAll(writes);
        Assert.Equal(RefusalCode.Unavailable, (await Assert.ThrowsAsync<RefusalException>(() => storage.Records.AddAsync("me", "late"))).Code);
        Assert.False(File.Exists(_directory.At("locket.db-wal")));
    }

    public void Dispose() => _directory.Dispose();

    private static async Task RunAsync(Member[] group)
    {
        using var directory = new TestDirectory();
        using var storage = TestStorage.Open(directory.Data);
        using (var gate = new Gate(storage))
        {
            var running = group.Select((member, at) => WriteAsync(storage, member, at)).ToArray();
            gate.Open();
            await Task.WhenAll(running.Select(task => Record.ExceptionAsync(() => task).AsTask()));
            Assert.Equal(group.Select(member => member.Ending == Ending.Done), running.Select(task => task.IsCompletedSuccessfully));
        }

        foreach (var space in group.Select(member => member.Space).Distinct())
        {
            var expected = group.Index().Where(one => one.Item.Space == space && one.Item.Ending == Ending.Done)
                .SelectMany(one => Enumerable.Range(0, one.Item.Rows).Select(row => $"{one.Index}.{row}"));
            var page = await storage.Records.ReadAsync(space);
            Assert.Equal(expected, page.Texts());
            Assert.Equal(Enumerable.Range(1, page.Rows.Count).Select(number => (long)number), page.Rows.Select(row => row.Sequence));
        }

        Assert.Empty((await storage.Backup.VerifyAsync(null, Now)).Problems);
    }

    private static Task<int> WriteAsync(TestStorage storage, Member member, int at) => storage.Records.WriteAsync(
        Sample.Write(member.Space),
        async transaction =>
        {
            for (var row = 0; row < member.Rows; row++)
            {
                await transaction.AppendAsync($"{at}.{row}");
            }

            if (member.Ending == Ending.RuleBroken)
            {
                // A seal that is too short breaks a rule of the table itself.
                var (bad, audit) = Sample.Next(transaction.Head, Sample.Id(), "bad");
                await transaction.AppendAsync(bad with { Seal = new byte[3] }, audit, Now);
            }

            return member.Ending == Ending.Done ? 0 : throw new InvalidTimeZoneException();
        },
        Now);

    private sealed record Member(string Space, int Rows, Ending Ending);

    /// <summary>Keeps the writer busy, so that what comes meanwhile makes one group.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly Task _held;

        public Gate(TestStorage storage)
        {
            using var entered = new ManualResetEventSlim();
            _held = storage.Records.WriteAsync(
                Sample.Write("gate"),
                _ =>
                {
                    entered.Set();
                    _open.Wait();
                    return ValueTask.FromResult(0);
                },
                Now);
            entered.Wait(Now);
        }

        public void Open() => _open.Set();

        public void Dispose()
        {
            Open();
            _held.GetAwaiter().GetResult();
            _open.Dispose();
        }
    }
}
