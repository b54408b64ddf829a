using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Locket.Client.Offline;

/// <summary>
/// One connection to a file of the vault. Every transaction is synced before it is over, and what is deleted is overwritten. Several
/// processes may have the file open; within one, the caller sees to it that nobody else uses the connection.
/// </summary>
internal sealed class VaultFile : IDisposable
{
    private const int Patience = 15_000;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private VaultFile(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <exception cref="VaultException">It cannot be made or opened, or is not one of ours.</exception>
    public static VaultFile Open(string path) => Open(
        path,
        () => VaultConnection.Open(path, Patience),
        file =>
        {
            VaultSchema.Tune(file._connection);
            file.InTransaction("begin immediate", inside => VaultSchema.Settle(inside._connection, path));
        });

    /// <summary>Opens what is there to be read, and changes nothing.</summary>
    /// <exception cref="VaultException">It cannot be opened, is damaged, or is not one of ours.</exception>
    public static VaultFile Look(string path) => Open(path, () => VaultConnection.Look(path, Patience), file => VaultSchema.Check(file._connection, path));

    /// <summary>Runs the work in one transaction, which is on the disk when this returns, or undone when it throws.</summary>
    public T Write<T>(Func<VaultFile, T> work) => VaultConnection.Guarded(_path, () =>
    {
        try
        {
            return InTransaction("begin immediate", work);
        }
        catch (SqliteException full) when (full.SqliteErrorCode == VaultConnection.Full && HasShrunk())
        {
            return InTransaction("begin immediate", work);
        }
    });

    /// <summary>Runs reads that see one and the same state of the file.</summary>
    public T Read<T>(Func<VaultFile, T> reads) => VaultConnection.Guarded(_path, () => InTransaction("begin", reads));

    /// <returns>How many rows changed. The text is a literal where it is made; its parameters are $1, $2 …</returns>
    public int Run(SqliteCommand command, params ReadOnlySpan<object?> values) => Bound(command, values).ExecuteNonQuery();

    public List<T> All<T>(SqliteCommand command, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Bound(command, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public T? One<T>(SqliteCommand command, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        using var reader = Bound(command, values).ExecuteReader(CommandBehavior.SingleRow);

        return reader.Read() ? row(reader) : default;
    }

    /// <summary>Takes what was deleted out of the log as well.</summary>
    public void Scrub() => VaultConnection.Guarded(_path, () =>
    {
        VaultConnection.Run(_connection, "pragma wal_checkpoint(truncate)");
        return true;
    });

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private T InTransaction<T>(string begin, Func<VaultFile, T> work)
    {
        VaultConnection.Run(_connection, begin);
        try
        {
            var result = work(this);
            VaultConnection.Run(_connection, "commit");

            return result;
        }
        finally
        {
            // After some errors SQLite has ended it already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                VaultConnection.Run(_connection, "rollback");
            }
        }
    }

    // On a disk that is full, the log of what was written before may take the place that is missing.
    private bool HasShrunk()
    {
        try
        {
            var log = new FileInfo(_path + "-wal");
            var before = log.Length;
            VaultConnection.Run(_connection, "pragma wal_checkpoint(truncate)");
            log.Refresh();

            return log.Length < before;
        }
        catch (Exception stuck) when (stuck is SqliteException or IOException)
        {
            return false;
        }
    }

    // Compiled once and kept: the text finds it again.
    private SqliteCommand Bound(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(command.CommandText, out var kept))
        {
            kept = command;
            kept.Connection = _connection;
            for (var at = 0; at < values.Length; at++)
            {
                kept.Parameters.Add(new SqliteParameter { ParameterName = "$" + (char)('1' + at) });
            }

            _commands.Add(kept.CommandText, kept);
        }

        for (var at = 0; at < values.Length; at++)
        {
            kept.Parameters[at].Value = values[at] ?? DBNull.Value;
        }

        return kept;
    }

    private static VaultFile Open(string path, Func<SqliteConnection> connect, Action<VaultFile> prepare)
    {
        var file = VaultConnection.Guarded(path, () => new VaultFile(path, connect()));
        try
        {
            VaultConnection.Guarded(path, () =>
            {
                prepare(file);
                return true;
            });
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
