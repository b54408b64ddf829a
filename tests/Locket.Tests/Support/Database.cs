using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Locket.Tests.Support;

/// <summary>Somebody who can write the database file of a closed store, and has none of its keys.</summary>
internal static class Database
{
    /// <returns>How many rows the last statement changed.</returns>
    public static int Run(TempFolder folder, string script)
    {
        using var connection = Open(folder);
        connection.Run(script);

        return SQLitePCL.raw.sqlite3_changes(connection.Handle);
    }

    /// <summary>Grows with each write that changed nothing else.</summary>
    public static long Touched(TempFolder folder)
    {
        using var connection = Open(folder);
        using var command = new SqliteCommand("select touched from system", connection);

        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(TempFolder folder)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection($"Data Source={folder.File("locket.db")};Pooling=False");
        connection.Open();

        return connection;
    }
}
