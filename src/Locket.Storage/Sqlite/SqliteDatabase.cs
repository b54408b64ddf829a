using Locket.Engine.Safety;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>Opens connections to one file, each with the settings that the promises rest on.</summary>
internal sealed class SqliteDatabase(string path, TimeSpan busyTimeout)
{
    /// <summary>"LKT1": tells our files from those of others.</summary>
    public const int ApplicationId = 0x4C4B5431;

    // Before 3.51.3 two connections that write and checkpoint at once could corrupt the file (https://sqlite.org/wal.html#walresetbug).
    private static readonly Version Oldest = new(3, 51, 3);

    public string Path => path;

    static SqliteDatabase()
    {
        SQLitePCL.Batteries_V2.Init();
        RefuseOld(SQLitePCL.raw.sqlite3_libversion().utf8_to_string());
    }

    public static void RefuseOld(string version)
    {
        if (Version.Parse(version) < Oldest)
        {
            throw new DirectoryException($"SQLite {version} can lose data in WAL mode: use {Oldest} or newer");
        }
    }

    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        try
        {
            Settle(connection);

            // Temporary tables and statement journals stay in memory: nothing is written outside the directory.
            connection.Run("pragma secure_delete = on");
            connection.Run("pragma temp_store = memory");
            connection.Run("pragma synchronous = full");
            connection.Run("pragma wal_autocheckpoint = 8000");
            if (new SqliteCommand("pragma journal_mode = wal", connection).Once<string>() != "wal")
            {
                throw new DirectoryException($"{path} cannot use a write-ahead log here: move the data directory to a local disk");
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    /// <summary>A connection that can change nothing and that no writer makes wait.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadOnly);
        try
        {
            Settle(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    /// <summary>For a file that lies alone: a backup. Settled, but its way of journalling is left as it is.</summary>
    public SqliteConnection OpenPlain(SqliteOpenMode mode)
    {
        var connection = Open(mode);
        Settle(connection);

        return connection;
    }

    // These are per connection; trusted_schema keeps a planted schema from calling functions.
    private void Settle(SqliteConnection connection)
    {
        connection.Run("pragma trusted_schema = off");
        connection.Run("pragma cell_size_check = on");
        connection.Run("pragma foreign_keys = on");
        connection.Run("pragma mmap_size = 0");
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, (int)busyTimeout.TotalMilliseconds);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(busyTimeout.TotalSeconds),
        }.ToString());
        connection.Open();

        return connection;
    }
}
