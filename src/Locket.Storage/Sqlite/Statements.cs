using System.Data;
using System.Runtime.InteropServices;
using Locket.Engine.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Locket.Storage.Sqlite;

/// <summary>Small words for ADO.NET, so that the stores read as SQL and not as plumbing.</summary>
internal static class Statements
{
    /// <summary>
    /// Binds a command, whose text is a literal where it is made, to a connection for good. It is compiled at its first use and
    /// kept; its parameters are set by their place.
    /// </summary>
    public static SqliteCommand On(this SqliteCommand command, SqliteConnection connection, params ReadOnlySpan<string> parameters)
    {
        command.Connection = connection;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs settings and scripts: many statements, no values.</summary>
    public static void Run(this SqliteConnection connection, string script) =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection.Handle, script), connection.Handle);

    /// <summary>Asks once and is done with the command.</summary>
    public static T Once<T>(this SqliteCommand command)
    {
        using (command)
        {
            return (T)command.ExecuteScalar()!;
        }
    }

    public static SqliteDataReader Single(this SqliteCommand command) => command.ExecuteReader(CommandBehavior.SingleRow);

    public static byte[] Blob(this ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } whole && part.Count == whole.Length ? whole : bytes.ToArray();

    public static byte[] Blob(this Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Id(this SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    /// <summary>Columns: position, id, version, at, key_version, content_mac, body, seal.</summary>
    public static SealedRow Record(this SqliteDataReader row) => new()
    {
        Sequence = Place.Sequence(row.GetInt64(0)),
        Id = new MemoryId(row.Id(1)),
        Version = row.GetInt32(2),
        At = row.Time(3),
        KeyVersion = row.GetInt32(4),
        ContentMac = row.IsDBNull(5) ? null : row.GetInt64(5),

        // A plain null would be taken for a null array and become an empty body, which is not the same as none.
        Body = row.IsDBNull(6) ? default(ReadOnlyMemory<byte>?) : row.Bytes(6),
        Seal = row.Bytes(7),
    };

    /// <summary>Columns: number, incarnation, key_version, head_sequence, head_seal, state.</summary>
    public static SpaceState Space(this SqliteDataReader row) =>
        new(row.GetInt64(0), new SpaceHead(row.Id(1), row.GetInt64(3), row.Bytes(4), row.GetInt32(2)), row.GetInt32(5));
}
