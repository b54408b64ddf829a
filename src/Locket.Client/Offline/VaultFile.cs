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
    /// <summary>"LKTC": tells our files from those of others.</summary>
    private const int ApplicationId = 0x4C4B5443;
    private const int Schema = 1;
    private const int Busy = 5;
    private const int Full = 13;
    private const int Patience = 15_000;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    static VaultFile() => Batteries_V2.Init();

    private VaultFile(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <exception cref="VaultException">It cannot be made or opened, or is not one of ours.</exception>
    public static VaultFile Open(string path)
    {
        var file = Guarded(path, () =>
        {
            Create(path);

            return new VaultFile(path, Connect(path, Patience));
        });
        try
        {
            file.Settle();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lock of a file for as long as the connection lives; the system lets go of it when the process ends.</summary>
    /// <returns>Null while another process, or another client in this one, holds it.</returns>
    public static IDisposable? TryLock(string path) => Guarded(path, () =>
    {
        Create(path);
        var connection = Connect(path, patience: 0);
        try
        {
            Run(connection, "begin exclusive");
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

    /// <summary>Runs the work in one transaction, which is on the disk when this returns, or undone when it throws.</summary>
    public T Write<T>(Func<VaultFile, T> work) => Guarded(_path, () =>
    {
        try
        {
            return InTransaction("begin immediate", work);
        }
        catch (SqliteException full) when (full.SqliteErrorCode == Full && HasShrunk())
        {
            return InTransaction("begin immediate", work);
        }
    });

    /// <summary>Runs reads that see one and the same state of the file.</summary>
    public T Read<T>(Func<VaultFile, T> reads) => Guarded(_path, () => InTransaction("begin", reads));

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
    public void Scrub() => Guarded(_path, () =>
    {
        Run(_connection, "pragma wal_checkpoint(truncate)");
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
        Run(_connection, begin);
        try
        {
            var result = work(this);
            Run(_connection, "commit");

            return result;
        }
        finally
        {
            // After some errors SQLite has ended it already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                Run(_connection, "rollback");
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
            Run(_connection, "pragma wal_checkpoint(truncate)");
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

    private void Settle() => Guarded(_path, () =>
    {
        Run(_connection, "pragma trusted_schema = off; pragma cell_size_check = on; pragma mmap_size = 0; pragma secure_delete = on");
        Run(_connection, "pragma temp_store = memory; pragma synchronous = full; pragma journal_mode = wal");
        // A megabyte of log, not four: the disk of a client may be small, and an outbox is.
        Run(_connection, "pragma wal_autocheckpoint = 250");
        InTransaction("begin immediate", _ =>
        {
            var (application, schema) = (Number(new SqliteCommand("pragma application_id", _connection)), Number(new SqliteCommand("pragma user_version", _connection)));
            if (application == 0 && schema == 0)
            {
                Run(_connection, VaultSchema.Script);
                Run(_connection, $"pragma application_id = {ApplicationId}; pragma user_version = {Schema}");
            }
            else if (application != ApplicationId || schema != Schema)
            {
                throw new VaultException($"{_path} is not the copy of a client, or that of a newer one: move it away, or name another folder");
            }

            return true;
        });
        return true;
    });

    private static long Number(SqliteCommand pragma)
    {
        using (pragma)
        {
            return (long)pragma.ExecuteScalar()!;
        }
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException full) when (full.SqliteErrorCode == Full)
        {
            throw new VaultException($"the disk of this machine is full: {path} could not be written", full);
        }
        catch (Exception failed) when (failed is SqliteException or UnauthorizedAccessException or (IOException and not VaultException))
        {
            throw new VaultException($"{path} cannot be used: {failed.Message}", failed);
        }
    }

    // SQLite would give it the mode that the process's mask leaves, and its log the mode of the file.
    private static void Create(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using (new FileStream(path, options))
        {
        }

        DirectorySync.Of(Path.GetDirectoryName(path)!);
    }

    private static SqliteConnection Connect(string path, int patience)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, patience / 1000),
        }.ToString());
        connection.Open();
        raw.sqlite3_busy_timeout(connection.Handle, patience);

        return connection;
    }

    private static void Run(SqliteConnection connection, string script) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, script), connection.Handle);
}
