using Locket.Engine.Records;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Microsoft.Extensions.Logging;

namespace Locket.Storage.Sqlite;

/// <summary>Everything that is open while this process owns a data directory, opened and closed in the one right order.</summary>
internal sealed class SqliteStorage : IDisposable
{
    private readonly GroupWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly IDirectoryLock? _ownLock;

    private SqliteStorage(Parts parts, Keyring keyring, IKekSource kek, ILogger logger)
    {
        var (database, owner, reserve, options, clock) = parts;
        _ownLock = options.Lock is null ? owner : null;
        Keyring = keyring;
        var names = new SpaceNameSealer(keyring);
        var births = new SpaceBirths(keyring);
        var tokens = new TokenCache();
        var connection = new WriterConnection(database, owner, reserve, clock);
        using (var reader = new ReadStatements(database.OpenReader()))
        {
            DemandKeys(reader, keyring);
            tokens.Put(SystemReads.Tokens(reader));
        }

        connection.Claim();
        _readers = new SqliteReaders(database, options.Readers);
        _writer = new GroupWriter(connection, keyring, births, tokens, logger, options.LargestGroup);
        Records = new SqliteRecordStore(_writer, _readers, names, births);
        Snapshots = new SqliteSnapshotStore(_writer, _readers, names);
        Vectors = new SqliteVectorStore(_writer, _readers, names);
        System = new SqliteSystemStore(_writer, _readers, tokens, names);
        Backup = new SqliteBackup(database, keyring, kek);
    }

    public Keyring Keyring { get; }

    public IRecordStore Records { get; }

    public ISnapshotStore Snapshots { get; }

    public IVectorStore Vectors { get; }

    public ISystemStore System { get; }

    public IBackup Backup { get; }

    /// <exception cref="DirectoryException">The directory is in use, or not safe, or was written by a newer version.</exception>
    /// <exception cref="KeyringException">The keys cannot be had.</exception>
    public static SqliteStorage Open(
        DataDirectory directory, StorageOptions options, IKekSource kek, TimeProvider clock, ILoggerFactory loggers)
    {
        if (options.Lock is { IsHeld: false })
        {
            throw new InvalidOperationException("The storage was given a lock that has been released.");
        }

        var owner = options.Lock ?? Take(directory, options.Role);
        try
        {
            directory.Check();
            directory.Sweep();
            RefuseHalfRestored(directory);
            var keyring = OpenKeyring(directory, kek);
            var database = new SqliteDatabase(FileNames.Database(directory.Path), options.BusyTimeout);
            SchemaSteps.Bring(database, new Migrator(database, Migrator.Embedded), clock);
            var parts = new Parts(database, owner, new ReserveFile(directory.Path), options, clock);

            return new SqliteStorage(parts, keyring, kek, loggers.CreateLogger<GroupWriter>());
        }
        catch
        {
            // Whoever cannot open it must not keep others out.
            if (options.Lock is null)
            {
                owner.Dispose();
            }

            throw;
        }
    }

    public void Dispose()
    {
        // The writer last: the last connection to close folds the log into the file, and one that only reads cannot.
        _readers.Dispose();
        _writer.Dispose();
        _ownLock?.Dispose();
    }

    internal static IDirectoryLock Take(DataDirectory directory, string role) => directory.TryTake(role) ?? throw InUse(directory);

    /// <summary>Opens the keys, or makes them in a directory that has never held any.</summary>
    internal static Keyring OpenKeyring(DataDirectory directory, IKekSource source)
    {
        var kek = source.Find();
        if (kek is null && !directory.IsEmpty)
        {
            throw new KeyringException("the key is missing, and there are records that only it can open: put the key file (locket.key) back");
        }

        return Keyring.Open(new FileKeyringStore(directory.Path), kek ?? source.Create(), mayCreate: !directory.HasRecords);
    }

    private static DirectoryException InUse(DataDirectory directory)
    {
        var owner = directory.ReadOwner();

        return new DirectoryException(owner is null
            ? $"{directory.Path} is in use by another process: stop that first"
            : $"{directory.Path} is in use by locket {owner.Role}, process {owner.ProcessId}: stop that first");
    }

    internal static void RefuseHalfRestored(DataDirectory directory)
    {
        if (directory.IsHalfRestored)
        {
            throw new DirectoryException($"a restore into {directory.Path} did not finish: empty the directory, but for locket.key, and restore again");
        }
    }

    private static void DemandKeys(ReadStatements reader, Keyring keyring)
    {
        foreach (var space in SystemReads.Spaces(reader))
        {
            var id = space.Head.Incarnation;
            if (space.State == SpaceState.Live && keyring.Find(id) is null && !keyring.IsErased(id))
            {
                throw new KeyringException($"the keyring lacks the key of space {id:n}: put the newest keyring.locket back from a backup");
            }
        }
    }

    private sealed record Parts(SqliteDatabase Database, IDirectoryLock Owner, ReserveFile Reserve, StorageOptions Options, TimeProvider Clock);
}
