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
