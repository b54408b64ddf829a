using Locket.Engine.Records;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Locket.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.Storage.Tests;

/// <summary>The real storage on real files.</summary>
public sealed class TestStorage : IDisposable
{
    private readonly SqliteStorage _storage;

    private TestStorage(SqliteStorage storage) => _storage = storage;

    public IRecordStore Records => _storage.Records;

    public ISnapshotStore Snapshots => _storage.Snapshots;

    public IVectorStore Vectors => _storage.Vectors;

    public ISystemStore System => _storage.System;

    public IBackup Backup => _storage.Backup;

    public Keyring Keyring => _storage.Keyring;

    public static TestStorage Open(string data, IDirectoryLock? owner = null, int largestGroup = 256, TimeProvider? clock = null)
    {
        var directory = DataDirectory.Open(data, clock ?? TimeProvider.System);
        var options = new StorageOptions { DataDirectory = data, Role = "test", Lock = owner, LargestGroup = largestGroup };

        return new TestStorage(SqliteStorage.Open(
            directory, options, new FileKekSource(directory.Path), clock ?? TimeProvider.System, NullLoggerFactory.Instance));
    }

    /// <summary>What <c>locket restore</c> does.</summary>
    public static Task<StoreReport> RestoreAsync(string file, string data)
    {
        var directory = DataDirectory.Open(data, TimeProvider.System);
        var restore = new SqliteRestore(directory, new StorageOptions { DataDirectory = data }, new FileKekSource(directory.Path));

        return restore.RestoreAsync(file, null, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _storage.Dispose();
}
