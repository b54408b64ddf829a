using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Storage.Sqlite;
using Locket.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Locket.Tests.Search;

/// <summary>Snapshots of real indexes in a real file. What is wrong with one costs the time to build the index, and nothing else.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const int Memories = 40;
    private readonly TempFolder _folder = new();
    private int _opened;

    private static ReadGrant Grant { get; } = TestEngine.Owner.MayRead(TestEngine.Work);

    [Fact]
    public async Task A_start_opens_only_the_rows_after_the_snapshot()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var engine = TestEngine.Open(_folder);

        var (count, opened) = await ReadAsync(engine);
        Assert.Equal((Memories, 0), (count, opened));

        await RememberAsync(engine, "three more", 3);
        (count, opened) = await ReadAsync(engine);
        Assert.Equal((Memories + 3, 3), (count, opened));
    }

    [Fact]
    public async Task What_is_loaded_answers_like_what_was_built()
    {
        await FillAndKeepAsync(_folder, "the otter in the harbour");
        using var engine = TestEngine.Open(_folder);

        using var built = Indexes(engine, snapshots: false);
        using var loaded = Indexes(engine);

        Assert.Equal(await AnswersAsync(built, engine), await AnswersAsync(loaded, engine));
        Assert.Equal(Memories, _opened);
    }

    [Theory]
    [InlineData("the last bytes of a part are others", "update snapshot_parts set body = cast(substr(body, 1, length(body) - 16) || zeroblob(16) as blob) where part = 1")]
    [InlineData("a part is shorter", "update snapshot_parts set body = substr(body, 1, length(body) - 1) where part = 2")]
    [InlineData("a part is empty", "update snapshot_parts set body = x'' where part = 0")]
    [InlineData("a part in the middle is missing", "delete from snapshot_parts where part = 1")]
    [InlineData("the last part is missing", "delete from snapshot_parts where part = (select max(part) from snapshot_parts)")]
    [InlineData("all parts are missing", "delete from snapshot_parts")]
    [InlineData("two parts are exchanged", "update snapshot_parts set part = -1 where part = 1; update snapshot_parts set part = 1 where part = 2; update snapshot_parts set part = 2 where part = -1")]
    [InlineData("its position is earlier", "update snapshots set sequence = sequence - 1")]
    [InlineData("its seal is another", "update snapshots set seal = zeroblob(16)")]
    [InlineData("its salt is another", "update snapshots set salt = zeroblob(32)")]
    [InlineData("its format is another", "update snapshots set format = format + 1")]
    [InlineData("it was not finished", "update snapshots set salt = null")]
    [InlineData("it is no more", "delete from snapshots")]
    public async Task One_that_is_not_what_was_written_is_found_out_and_the_index_built(string damage, string statement)
    {
        await FillAndKeepAsync(_folder, "the otter");
        Run(_folder, statement);
        using var engine = TestEngine.Open(_folder);

        var (count, opened) = await ReadAsync(engine);

        Assert.True((count, opened) == (Memories, Memories), $"{damage}: {count} memories, {opened} rows opened");
    }

    [Fact]
    public async Task That_of_another_space_is_found_out()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using (var engine = TestEngine.Open(_folder))
        {
            await engine.Memories.RememberAsync(TestEngine.Owner, SpaceName.Parse("other"), TestEngine.Draft("of somebody else"), TestEngine.Cancellation);
        }

        Run(_folder, "update snapshots set space = 3 - space; update snapshot_parts set space = 3 - space");
        using var again = TestEngine.Open(_folder);
        using var indexes = Indexes(again);

        Assert.Equal(1, await indexes.ReadAsync(TestEngine.Owner.MayRead(SpaceName.Parse("other")), index => index.Count, TestEngine.Cancellation));
        Assert.Equal(1, _opened);
    }

    [Fact]
    public async Task An_older_one_that_is_put_back_is_caught_up()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var other = _folder.Copy();
        using (var engine = TestEngine.Open(_folder))
        {
            await RememberAsync(engine, "later", Memories);
            await KeepAsync(engine);
        }

        Exchange(from: other);
        using var again = TestEngine.Open(_folder);

        Assert.Equal((2 * Memories, Memories), await ReadAsync(again));
    }

    [Fact]
    public async Task One_of_another_history_of_the_same_space_is_found_out()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var other = _folder.Copy();
        foreach (var (folder, text) in new[] { (_folder, "this way"), (other, "that way") })
        {
            using var engine = TestEngine.Open(folder);
            await RememberAsync(engine, text, Memories);
            await KeepAsync(engine);
        }

        Exchange(from: other);
        using var again = TestEngine.Open(_folder);
        var (count, opened) = await ReadAsync(again);

        Assert.Equal((2 * Memories, 2 * Memories), (count, opened));
        using var indexes = Indexes(again);
        Assert.Equal(0, await indexes.ReadAsync(Grant, index => index.Search(new SearchQuery { Text = "that", Now = TestEngine.Start.AddDays(2) }).Total, TestEngine.Cancellation));
    }

    [Fact]
    public async Task A_purge_leaves_none_and_the_next_one_has_nothing_of_it()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var engine = TestEngine.Open(_folder);
        using var indexes = Indexes(engine);
        await indexes.ReadAsync(Grant, index => index.Count, TestEngine.Cancellation);
        var outcome = await engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, TestEngine.Draft("a zanzibar secret"), TestEngine.Cancellation);
        await indexes.ReadAsync(Grant, index => index.Count, TestEngine.Cancellation);
        await indexes.Kept;
        Assert.True(await HoldsAsync(engine, "zanzibar"));

        await engine.Memories.ForgetAsync(TestEngine.Owner, TestEngine.Work, [outcome.Memory.Id], null, TestEngine.Cancellation);
        await engine.Get<Engine.Memories.PurgeEngine>().PurgeAsync(TestEngine.Owner, TestEngine.Work, TestEngine.Start.AddYears(5), TestEngine.Cancellation);
        Assert.Null(await engine.Get<ISnapshotStore>().FindAsync(Grant, TestEngine.Cancellation));
        await indexes.ReadAsync(Grant, index => index.Count, TestEngine.Cancellation);
        await indexes.Kept;

        Assert.False(await HoldsAsync(engine, "zanzibar"));
        Assert.Equal(Memories, (await ReadAsync(engine)).Count);
    }

    [Fact]
    public async Task Any_bit_that_flips_is_found_out()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var engine = TestEngine.Open(_folder);
        var sealer = new SnapshotSealer(engine.Keyring);
        var snapshot = (await engine.Get<ISnapshotStore>().FindAsync(Grant, TestEngine.Cancellation))!;
        Assert.True(snapshot.Parts.Count > 3);

        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, snapshot.Parts.Count - 1], CsCheck.Gen.Int[0, int.MaxValue], CsCheck.Gen.Int[0, 7]), flip =>
        {
            var parts = snapshot.Parts.ToList();
            var part = parts[flip.Item1].ToArray();
            part[flip.Item2 % part.Length] ^= (byte)(1 << flip.Item3);
            parts[flip.Item1] = part;
            Assert.Null(sealer.Open(snapshot with { Parts = parts }));
        });
    }

    [Fact]
    public async Task The_key_of_the_space_is_all_that_opens_it()
    {
        await FillAndKeepAsync(_folder, "the otter");
        using var engine = TestEngine.Open(_folder);
        using var stranger = TestEngine.New();
        var snapshot = await engine.Get<ISnapshotStore>().FindAsync(Grant, TestEngine.Cancellation);

        Assert.NotNull(new SnapshotSealer(engine.Keyring).Open(snapshot!));
        Assert.Null(new SnapshotSealer(stranger.Keyring).Open(snapshot!));
    }

    public void Dispose() => _folder.Dispose();

    private async Task FillAndKeepAsync(TempFolder folder, string text)
    {
        using var engine = TestEngine.Open(folder);
        await RememberAsync(engine, text, Memories);
        await KeepAsync(engine);
        _opened = 0;
    }

    private static async Task RememberAsync(TestEngine engine, string text, int count)
    {
        for (var at = 0; at < count; at++)
        {
            await engine.Memories.RememberAsync(TestEngine.Owner, TestEngine.Work, TestEngine.Draft($"{text} number {at}"), TestEngine.Cancellation);
        }
    }

    private async Task KeepAsync(TestEngine engine)
    {
        using var indexes = Indexes(engine);
        await indexes.ReadAsync(Grant, index => index.Count, TestEngine.Cancellation);
        await indexes.Kept;
    }

    private async Task<(int Count, int Opened)> ReadAsync(TestEngine engine)
    {
        _opened = 0;
        using var indexes = Indexes(engine, leastRows: int.MaxValue);
        return (await indexes.ReadAsync(Grant, index => index.Count, TestEngine.Cancellation), _opened);
    }

    private static Task<string> AnswersAsync(SpaceIndexes indexes, TestEngine engine) => indexes.ReadAsync(
        Grant,
        index => string.Join('\n', index.Search(new SearchQuery { Text = "otter number 7", Now = engine.Clock.GetUtcNow(), Limit = 50 }).Hits.Select(hit => $"{hit.Id} {hit.Score:R}")),
        TestEngine.Cancellation);

    private static async Task<bool> HoldsAsync(TestEngine engine, string word)
    {
        var snapshot = await engine.Get<ISnapshotStore>().FindAsync(Grant, TestEngine.Cancellation);
        var bytes = new SnapshotSealer(engine.Keyring).Open(snapshot!)!.SelectMany(part => part).ToArray();
        return bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0;
    }

    private SpaceIndexes Indexes(TestEngine engine, bool snapshots = true, int leastRows = 1) => new(
        engine.Records,
        (incarnation, row) =>
        {
            Interlocked.Increment(ref _opened);
            return engine.Get<RecordSealer>().Open(incarnation, row);
        },
        new SpaceIndexOptions { LeastRowsToKeep = leastRows, ShareToKeep = 1000, SnapshotPartLength = 2000 },
        snapshots ? engine.Get<ISnapshotStore>() : null,
        new SnapshotSealer(engine.Keyring));

    private static void Run(TempFolder folder, string statement)
    {
        using var writer = new SqliteDatabase(folder.File("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter();
        writer.Run(statement);
    }

    /// <summary>Puts the snapshots of another file in the place of ours.</summary>
    private void Exchange(TempFolder from)
    {
        using var writer = new SqliteDatabase(_folder.File("locket.db"), TimeSpan.FromSeconds(1)).OpenWriter();
        using (var attach = new SqliteCommand("attach $file as other", writer))
        {
            attach.Parameters.AddWithValue("$file", from.File("locket.db"));
            attach.ExecuteNonQuery();
        }

        writer.Run("""
            delete from snapshots;
            delete from snapshot_parts;
            insert into snapshots select * from other.snapshots;
            insert into snapshot_parts select * from other.snapshot_parts
            """);
    }
}
