using Microsoft.Data.Sqlite;

namespace Locket.Client.Offline;

/// <summary>The lock of a file, for as long as its holder lives: the system lets go of it when the process ends.</summary>
internal static class VaultLock
{
    private const int Busy = 5;

    /// <returns>Null while another process, or another client in this one, holds it.</returns>
    public static IDisposable? TryTake(string path) => VaultConnection.Guarded(path, () =>
    {
        var connection = VaultConnection.Open(path, patience: 0);
        try
        {
            VaultConnection.Run(connection, "begin exclusive");
            return connection;
        }
        catch (SqliteException held) when (held.SqliteErrorCode == Busy)
        {
            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });
}
