using Locket.Storage.Files;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>A copy of a whole file in one state, by SQLite's online backup. Writers go on meanwhile.</summary>
internal static class DatabaseCopy
{
    private static readonly TimeSpan NobodyElse = TimeSpan.FromSeconds(1);

    /// <summary>Makes the file by one exclusive 0600 create and syncs it. What was begun is removed when it fails.</summary>
    /// <exception cref="IOException">Something stands there already, or there is no room.</exception>
    public static void Write(SqliteConnection source, string file)
    {
        Libc.CreatePrivate(file).Dispose();
        try
        {
            using (var copy = Open(file, SqliteOpenMode.ReadWrite))
            {
                source.BackupDatabase(copy);

                // One file without a log beside it: that can be moved, and read where nothing may be written.
                copy.Run("pragma journal_mode = delete");
            }

            Sync(file);
            PrivateFiles.SyncFolderOf(file);
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            File.Delete(file);
            throw new IOException($"{file} could not be written.", failure);
        }
    }

    /// <returns>What SQLite itself finds wrong, or null.</returns>
    public static string? Problem(string file)
    {
        using var copy = Open(file, SqliteOpenMode.ReadOnly);

        return Problem(copy);
    }

    public static string? Problem(SqliteConnection connection)
    {
        var found = new SqliteCommand("pragma integrity_check(1)", connection).Once<string>();

        return found == "ok" ? null : found;
    }

    public static SqliteConnection Open(string file, SqliteOpenMode mode) =>
        new SqliteDatabase(file, NobodyElse).OpenPlain(mode);

    private static void Sync(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.FlushToDisk(handle);
    }
}
