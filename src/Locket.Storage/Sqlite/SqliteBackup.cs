using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

internal sealed class SqliteBackup(SqliteDatabase database, Keyring keyring, IKekSource kek) : IBackup
{
    private readonly string _directory = Path.GetDirectoryName(database.Path)!;

    public Task<StoreReport> BackupAsync(string file, RowCheck? check, CancellationToken cancellationToken) =>
        Task.Run(() => Backup(Path.GetFullPath(file), check, cancellationToken), cancellationToken);

    public Task<StoreReport> VerifyAsync(RowCheck? check, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var reader = database.OpenReader();
            reader.Run("begin");

            return new StoreVerifier(reader, keyring, check).Verify(cancellationToken);
        },
        cancellationToken);

    private StoreReport Backup(string file, RowCheck? check, CancellationToken cancellationToken)
    {
        if (Path.Exists(file))
        {
            throw new DirectoryException($"{file} exists already: name another file");
        }

        var folder = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryException($"there is no folder {folder}: make it first");
        }

        var beside = Path.Combine(folder, FileNames.BackupKeyring);
        RefuseForeign(beside);
        var unfinished = file + PrivateFiles.UnfinishedSuffix;
        File.Delete(unfinished);
        using (var source = database.OpenReader())
        {
            DatabaseCopy.Write(source, unfinished);
        }

        var report = Check(unfinished, check, cancellationToken);
        if (!report.IsSound)
        {
            File.Delete(unfinished);
            return report;
        }

        // The data was copied first, so these keys are as new as it or newer; a keyring without its data harms nobody.
        var keys = PrivateFiles.Instance.Read(FileNames.Keyring(_directory)) ?? throw new DirectoryException("keyring.locket is gone: run locket verify");
        PrivateFiles.Instance.WriteExclusive(beside, keys);
        File.Move(unfinished, file, overwrite: false);
        PrivateFiles.SyncFolderOf(file);

        return report;
    }

    private StoreReport Check(string copy, RowCheck? check, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = DatabaseCopy.Open(copy, SqliteOpenMode.ReadOnly);
            return new StoreVerifier(connection, keyring, check).Verify(cancellationToken);
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }

    // Two servers that back up into one folder would each leave the other's backups without keys.
    private void RefuseForeign(string beside)
    {
        if (PrivateFiles.Instance.Read(beside) is { Length: > 0 } theirs && FrozenKeyring.Open(theirs, kek)?.ServerId != keyring.ServerId)
        {
            throw new DirectoryException($"{beside} belongs to another server or an earlier key: move it away, or back up into another folder");
        }
    }
}
