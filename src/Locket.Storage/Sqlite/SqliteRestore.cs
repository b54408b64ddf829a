using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>
/// Restores into an empty directory only. The records arrive under another name and get theirs last, so that a restore that was
/// cut off is seen as one.
/// </summary>
internal sealed class SqliteRestore(DataDirectory directory, StorageOptions options, IKekSource kek) : IRestore
{
    private static readonly TimeSpan NobodyElse = TimeSpan.FromSeconds(1);

    public Task<StoreReport> RestoreAsync(string file, Func<Keyring, RowCheck>? checks, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var owner = options.Lock ?? SqliteStorage.Take(directory, "restore");
            try
            {
                return Restore(Path.GetFullPath(file), checks, cancellationToken);
            }
            finally
            {
                if (options.Lock is null)
                {
                    owner.Dispose();
                }
            }
        },
        cancellationToken);

    private StoreReport Restore(string file, Func<Keyring, RowCheck>? checks, CancellationToken cancellationToken)
    {
        SqliteStorage.RefuseHalfRestored(directory);
        if (!directory.IsEmpty)
        {
            throw new DirectoryException($"{directory.Path} holds records or keys: restore into an empty directory");
        }

        if (!File.Exists(file))
        {
            throw new DirectoryException($"{file} does not exist: name the file of a backup");
        }

        var (bytes, keyring) = ReadKeyring(file);
        var arriving = FileNames.Restoring(directory.Path);
        try
        {
            Copy(file, arriving);
            var report = Check(arriving, keyring, checks?.Invoke(keyring), cancellationToken);
            new FileKeyringStore(directory.Path).Rewrite(bytes);
            File.Move(arriving, FileNames.Database(directory.Path), overwrite: false);
            PrivateFiles.SyncFolderOf(arriving);

            return report;
        }
        catch
        {
            File.Delete(FileNames.Keyring(directory.Path));
            File.Delete(FileNames.SecondKeyring(directory.Path));
            File.Delete(arriving);
            throw;
        }
    }

    private (byte[] Bytes, Keyring Keyring) ReadKeyring(string file)
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, FileNames.BackupKeyring);
        var bytes = PrivateFiles.Instance.Read(path)
            ?? throw new DirectoryException($"{path} is missing: put the keyring that was written beside the backup there");
        if (kek.Find() is null)
        {
            throw new KeyringException($"no backup holds the key: put the key file (locket.key) into {directory.Path} first");
        }

        var keyring = FrozenKeyring.Open(bytes, kek)
            ?? throw new KeyringException($"{path} cannot be opened with this key: put the key file (locket.key) that belongs to it into {directory.Path}");

        return (bytes, keyring);
    }

    private static void Copy(string file, string arriving)
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var handle = Libc.CreatePrivate(arriving);
        using var to = new FileStream(handle, FileAccess.Write);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    private static StoreReport Check(string arriving, Keyring keyring, RowCheck? check, CancellationToken cancellationToken)
    {
        var database = new SqliteDatabase(arriving, NobodyElse);
        if (new Migrator(database, Migrator.Embedded).Inspect() == 0)
        {
            throw new DirectoryException("the backup is empty: name another one");
        }

        using var connection = database.OpenPlain(SqliteOpenMode.ReadOnly);
        var report = new StoreVerifier(connection, keyring, check).Verify(cancellationToken);

        return report.IsSound ? report : throw new DirectoryException($"the backup is not whole ({report.Problems[0]}): name another one");
    }
}
