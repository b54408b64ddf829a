using System.Globalization;
using Locket.Engine.Safety;
using Locket.Storage.Files;

namespace Locket.Storage.Sqlite;

/// <summary>Brings the file of an owned directory to the newest schema: never without a checked copy of what was there.</summary>
internal static class SchemaSteps
{
    public static MigrationReport Bring(SqliteDatabase database, Migrator migrator, TimeProvider clock)
    {
        if (!File.Exists(database.Path))
        {
            // SQLite gives the log and its index the mode of the file, so one exclusive 0600 create makes all three private.
            Libc.CreatePrivate(database.Path).Dispose();
            PrivateFiles.SyncFolderOf(database.Path);
        }

        var from = migrator.Inspect();
        if (from == migrator.Newest)
        {
            return new MigrationReport(from, from, null);
        }

        var backup = from == 0 ? null : Copy(database, from, clock);
        using var writer = database.OpenWriter();
        migrator.Apply(writer, from);

        return new MigrationReport(from, migrator.Newest, backup);
    }

    private static string Copy(SqliteDatabase database, int schema, TimeProvider clock)
    {
        var stamp = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfffffff'Z'", CultureInfo.InvariantCulture);
        var file = string.Create(CultureInfo.InvariantCulture, $"{database.Path}.schema{schema}.{stamp}");
        using var source = database.OpenReader();
        DatabaseCopy.Write(source, file);
        if (DatabaseCopy.Problem(file) is { } problem)
        {
            throw new DirectoryException($"the copy made before a change of schema is not whole ({problem}): nothing was changed; run locket verify");
        }

        return file;
    }
}
