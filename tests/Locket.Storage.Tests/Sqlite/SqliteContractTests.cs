using Locket.Engine.Records;
using Locket.Storage.Tests.Contract;

namespace Locket.Storage.Tests.Sqlite;

public sealed class SqliteRecordStoreTests : RecordStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly TestStorage _storage;

    public SqliteRecordStoreTests() => _storage = TestStorage.Open(_directory.Data);

    protected override IRecordStore Store => _storage.Records;

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }
}

public sealed class SqliteIdempotencyTests : IdempotencyContract, IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly TestStorage _storage;

    public SqliteIdempotencyTests() => _storage = TestStorage.Open(_directory.Data);

    protected override IRecordStore Store => _storage.Records;

    protected override ISystemStore System => _storage.System;

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }
}

public sealed class SqliteSystemStoreTests : SystemStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();
    private TestStorage _storage;

    public SqliteSystemStoreTests() => _storage = TestStorage.Open(_directory.Data);

    protected override IRecordStore Store => _storage.Records;

    protected override ISystemStore System => _storage.System;

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }

    protected override ISystemStore Reopen()
    {
        _storage.Dispose();
        _storage = TestStorage.Open(_directory.Data);

        return _storage.System;
    }
}

public sealed class SqliteSnapshotStoreTests : SnapshotStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly TestStorage _storage;

    public SqliteSnapshotStoreTests() => _storage = TestStorage.Open(_directory.Data);

    protected override IRecordStore Records => _storage.Records;

    protected override ISnapshotStore Store => _storage.Snapshots;

    [Fact]
    public async Task Nothing_of_the_salt_is_left_in_the_file_after_a_purge()
    {
        var id = await AddAsync();
        await KeepAsync(await BeginAsync());
        await PurgeAsync(id);
        _storage.Dispose();

        Assert.Equal(-1, File.ReadAllBytes(_directory.At("locket.db")).AsSpan().IndexOf(Salt));
    }

    [Fact]
    public async Task What_is_dead_is_swept_a_few_parts_at_a_time()
    {
        await AddAsync();
        await KeepAsync(await BeginAsync(), parts: 10);
        await KeepAsync(await BeginAsync(), parts: 1);

        var steps = 1;
        while (await Store.SweepAsync(Sample.Read("me"), TestContext.Current.CancellationToken))
        {
            steps++;
        }

        using var reader = new Locket.Storage.Sqlite.SqliteDatabase(_directory.At("locket.db"), TimeSpan.FromSeconds(1)).OpenReader();
        Assert.Equal(3, steps);
        Assert.Equal(1, Locket.Storage.Sqlite.Statements.Once<long>(new("select count(*) from snapshot_parts", reader)));
    }

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }
}

public sealed class SqliteVectorStoreTests : VectorStoreContract, IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly TestStorage _storage;

    public SqliteVectorStoreTests() => _storage = TestStorage.Open(_directory.Data);

    protected override IRecordStore Records => _storage.Records;

    protected override IVectorStore Store => _storage.Vectors;

    public void Dispose()
    {
        _storage.Dispose();
        _directory.Dispose();
    }
}
