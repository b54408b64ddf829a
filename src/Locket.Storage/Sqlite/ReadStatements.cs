using Locket.Engine.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Locket.Storage.Sqlite;

/// <summary>One connection that reads, with its compiled statements.</summary>
internal sealed class ReadStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly bool _ownsConnection;
    private readonly SqliteCommand _space;
    private readonly SqliteCommand _seal;
    private readonly SqliteCommand _after;

    public ReadStatements(SqliteConnection connection, bool ownsConnection = true)
    {
        (_connection, _ownsConnection) = (connection, ownsConnection);
        _space = new SqliteCommand("""
            select number, incarnation, key_version, head_sequence, head_seal, state
            from spaces
            where name_mac = $mac and state < 2
            """).On(connection, "$mac");
        _seal = new SqliteCommand("select seal from records where position = $position").On(connection, "$position");
        _after = new SqliteCommand("""
            select position, id, version, at, key_version, content_mac, body, seal
            from records
            where position > $after and position <= $last
            order by position
            limit $limit
            """).On(connection, "$after", "$last", "$limit");
        Tail = new TailStatements(connection);
    }

    public TailStatements Tail { get; }

    public SqliteConnection Connection => _connection;

    // Without "indexed by" the planner might walk the whole range of the space instead of the few rows of one id.
    public static SqliteCommand FindById(SqliteConnection connection) => new SqliteCommand("""
        select position, id, version, at, key_version, content_mac, body, seal
        from records indexed by records_id
        where id = $id and position between $first and $last
        order by position
        """).On(connection, "$id", "$first", "$last");

    /// <summary>Runs reads that see one and the same state of the file.</summary>
    public T InSnapshot<T>(Func<ReadStatements, T> reads)
    {
        _connection.Run("begin");
        try
        {
            return reads(this);
        }
        finally
        {
            // After some errors SQLite has ended it already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                _connection.Run("rollback");
            }
        }
    }

    public SpaceState? Space(byte[] mac)
    {
        using var row = _space.With(mac).Single();

        return row.Read() ? row.Space() : null;
    }

    public byte[]? Seal(long space, long sequence)
    {
        using var row = _seal.With(Place.Of(space, sequence)).Single();

        return row.Read() ? row.Bytes(0) : null;
    }

    public List<SealedRow> After(long space, long sequence, int limit) =>
        All(_after.With(Place.Of(space, sequence), Place.Last(space), limit));

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_space, _seal, _after])
        {
            command.Dispose();
        }

        if (_ownsConnection)
        {
            _connection.Dispose();
        }
    }

    internal static List<SealedRow> All(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        var rows = new List<SealedRow>();
        while (row.Read())
        {
            rows.Add(row.Record());
        }

        return rows;
    }
}
