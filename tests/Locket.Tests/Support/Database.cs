using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Locket.Tests.Support;

/// <summary>Somebody who can write the database file of a closed store, and has none of its keys.</summary>
internal static class Database
{
    /// <returns>How many rows the last statement changed.</returns>
    public static int Run(TempFolder folder, string script)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={folder.File("locket.db")};Pooling=False");
        connection.Open();
        connection.Run(script);

        return SQLitePCL.raw.sqlite3_changes(connection.Handle);
    }
}
