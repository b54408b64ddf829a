using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>What can be told of a database without opening its rows, and without changing a byte of it.</summary>
internal static class DatabaseGlance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="DirectoryException">It is not ours, or newer than this program.</exception>
    public static IReadOnlyList<string> At(string path, Keyring? keyring)
    {
        var database = new SqliteDatabase(path, Patience);
        var migrator = new Migrator(database, Migrator.Embedded);
        if (migrator.IsEmpty())
        {
            return ["the database file is empty, and there should be records: restore a backup"];
        }

        using var connection = Open(database);
        var schema = migrator.Inspect(connection);
        if (schema < migrator.Newest)
        {
            return [$"the records have schema {schema}, and this version writes {migrator.Newest}: the next start of locket serve brings them up to date after a backup, or run locket migrate"];
        }

        return new StoreVerifier(connection, keyring, check: null).Glance();
    }

    public static IReadOnlyList<string> AuditAt(string path)
    {
        var database = new SqliteDatabase(path, Patience);
        if (new Migrator(database, Migrator.Embedded).IsEmpty())
        {
            return [];
        }

        using var connection = Open(database);

        return new StoreVerifier(connection, keyring: null, check: null).GlanceAtChains();
    }

    // Without a log beside it nobody has the file open; told so, SQLite makes no files to coordinate with others.
    private static SqliteConnection Open(SqliteDatabase database)
    {
        if (File.Exists(database.Path + "-wal"))
        {
            return database.OpenReader();
        }

        var address = Uri.EscapeDataString(database.Path).Replace("%2F", "/", StringComparison.Ordinal);

        return new SqliteDatabase($"file:{address}?immutable=1", Patience).OpenReader();
    }
}
