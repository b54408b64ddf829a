using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Locket.Client.Offline;

/// <summary>
/// The tables of the vault. Plain are only numbers, counts, sizes, random ids and keyed hashes; everything that was said, and every
/// name, is in a sealed body.
/// </summary>
internal static class VaultSchema
{
    /// <summary>"LKTC": tells our files from those of others.</summary>
    private const int ApplicationId = 0x4C4B5443;
    private const int Version = 1;
    private const string Script = """
        create table meta (name text primary key, body blob not null) strict, without rowid;
        create table seats (name blob primary key, body blob not null) strict, without rowid;
        create table spaces (number integer primary key, name blob not null unique, owner blob not null, seen_at integer not null, body blob not null) strict;
        create table changes (space integer not null, sequence integer not null, id blob not null, body blob, primary key (space, sequence)) strict, without rowid;
        create index changes_id on changes (space, id, sequence);
        create table outbox (number integer primary key autoincrement, owner blob not null, space blob not null, key blob not null unique, parked integer not null, body blob not null) strict;
        create index outbox_owner on outbox (owner, parked, number);
        create table aliases (name blob primary key, body blob not null, at integer not null) strict, without rowid;
        create table conflicts (number integer primary key autoincrement, owner blob not null, key blob not null unique, body blob not null) strict;
        """;

    /// <summary>How a connection that writes is to work.</summary>
    public static void Tune(SqliteConnection connection)
    {
        VaultConnection.Run(connection, "pragma trusted_schema = off; pragma cell_size_check = on; pragma mmap_size = 0; pragma secure_delete = on");
        VaultConnection.Run(connection, "pragma temp_store = memory; pragma synchronous = full; pragma journal_mode = wal");

        // A megabyte of log, not four: the disk of a client may be small, and an outbox is.
        VaultConnection.Run(connection, "pragma wal_autocheckpoint = 250");
    }

    /// <summary>Makes the tables in a file that is empty, inside a transaction.</summary>
    /// <exception cref="VaultException">The file is not ours, or of another version.</exception>
    public static bool Settle(SqliteConnection connection, string path)
    {
        if (Marks(connection) == (0, 0))
        {
            VaultConnection.Run(connection, Script);
            VaultConnection.Run(connection, $"pragma application_id = {ApplicationId}; pragma user_version = {Version}");
        }

        Demand(connection, path);

        return true;
    }

    /// <summary>Looks whether a file is ours and whole.</summary>
    /// <exception cref="VaultException">It is not.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        VaultConnection.Run(connection, "pragma trusted_schema = off; pragma cell_size_check = on; pragma mmap_size = 0");
        Demand(connection, path);
        if (Answer(new SqliteCommand("pragma quick_check(1)", connection)) is string how && how != "ok")
        {
            throw VaultConnection.Damaged(path, how);
        }
    }

    private static void Demand(SqliteConnection connection, string path)
    {
        var (application, version) = Marks(connection);
        if (application != ApplicationId)
        {
            throw new VaultException($"{path} is not the copy of a client: move it away, or name another folder");
        }

        if (version != Version)
        {
            throw new VaultException(string.Create(
                CultureInfo.InvariantCulture, $"{path} has schema {version}, of another version of Locket, and this one knows {Version}: use that version, or name another folder"));
        }
    }

    private static (long Application, long Version) Marks(SqliteConnection connection) => (
        (long)Answer(new SqliteCommand("pragma application_id", connection)),
        (long)Answer(new SqliteCommand("pragma user_version", connection)));

    private static object Answer(SqliteCommand pragma)
    {
        using (pragma)
        {
            return pragma.ExecuteScalar()!;
        }
    }
}
