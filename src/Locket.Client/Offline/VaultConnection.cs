using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Locket.Client.Offline;

/// <summary>How a file of the vault comes to be and is opened, and what the ways in which that fails are called.</summary>
internal static class VaultConnection
{
    /// <summary>SQLite's word for a disk without room.</summary>
    public const int Full = 13;

    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static VaultConnection() => Batteries_V2.Init();

    /// <summary>Makes the file where there is none.</summary>
    /// <param name="path">Which.</param>
    /// <param name="patience">Milliseconds to wait for others who write.</param>
    public static SqliteConnection Open(string path, int patience)
    {
        Create(path);

        return Connect(path, SqliteOpenMode.ReadWrite, patience);
    }

    /// <summary>
    /// Opens it to be read, and changes nothing. Without a log beside it nobody has the file open; told so, SQLite makes no files to
    /// coordinate with others.
    /// </summary>
    public static SqliteConnection Look(string path, int patience) => File.Exists(path + "-wal")
        ? Connect(path, SqliteOpenMode.ReadOnly, patience)
        : Connect($"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1", SqliteOpenMode.ReadOnly, patience);

    public static void Run(SqliteConnection connection, string script) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, script), connection.Handle);

    /// <summary>Runs the work; what fails in it is told in a sentence.</summary>
    /// <exception cref="VaultException">It failed.</exception>
    public static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException full) when (full.SqliteErrorCode == Full)
        {
            throw new VaultException($"the disk of this machine is full: {path} could not be written", full);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw Damaged(path, damaged.Message, damaged);
        }
        catch (Exception failed) when (failed is SqliteException or UnauthorizedAccessException or (IOException and not VaultException))
        {
            throw new VaultException($"{path} cannot be used ({failed.Message.TrimEnd('.')}): ls -l {path} shows who may", failed);
        }
    }

    /// <summary>What waited there cannot be had back from a file that is broken, so it is not thrown away for its owner.</summary>
    public static VaultException Damaged(string path, string how, Exception? cause = null)
    {
        var folder = Path.GetDirectoryName(path)!;

        return new VaultException($"{path} is damaged ({how.TrimEnd('.')}): mv {folder} {folder}.damaged, and write again what was queued", cause);
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

    private static SqliteConnection Connect(string source, SqliteOpenMode mode, int patience)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, patience / 1000),
        }.ToString());
        connection.Open();
        raw.sqlite3_busy_timeout(connection.Handle, patience);

        return connection;
    }
}
