using Locket.Engine.Records;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>What a unit of work may do about snapshots, on the connection that writes.</summary>
internal sealed class SnapshotStatements
{
    /// <summary>How many dead parts one transaction removes; each is overwritten, so that costs as much as writing it.</summary>
    private const int SweptAtOnce = 4;

    private readonly WriteSession _session;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _giveUp;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _finish;
    private readonly SqliteCommand _forgetOthers;
    private readonly SqliteCommand _forget;
    private readonly SqliteCommand _sweep;

    public SnapshotStatements(WriteSession session, SqliteConnection connection)
    {
        (_session, _connection) = (session, connection);
        _giveUp = new SqliteCommand("delete from snapshots where space = $space and salt is null").On(connection, "$space");
        _begin = new SqliteCommand("insert into snapshots (space) values ($space)").On(connection, "$space");
        _add = new SqliteCommand("""
            insert into snapshot_parts (space, snapshot, part, body)
            select $space, $snapshot, $part, $body
            where exists (select 1 from snapshots where snapshot = $snapshot and space = $space and salt is null)
            """).On(connection, "$space", "$snapshot", "$part", "$body");
        _finish = new SqliteCommand("""
            update snapshots
            set format = $format, sequence = $sequence, seal = $seal, salt = $salt
            where snapshot = $snapshot and space = $space and salt is null
            """).On(connection, "$format", "$sequence", "$seal", "$salt", "$snapshot", "$space");
        _forgetOthers = new SqliteCommand("delete from snapshots where space = $space and snapshot <> $snapshot").On(connection, "$space", "$snapshot");
        _forget = new SqliteCommand("delete from snapshots where space = $space").On(connection, "$space");
        _sweep = new SqliteCommand("""
            delete from snapshot_parts
            where row in (
              select row from snapshot_parts
              where space = $space and snapshot not in (select snapshot from snapshots where space = $space)
              limit $limit)
            """).On(connection, "$space", "$limit");
    }

    public long Begin(long space)
    {
        Execute(_giveUp.With(space));
        Execute(_begin.With(space));

        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    public bool Add(long space, long snapshot, int part, ReadOnlyMemory<byte> body) => Execute(_add.With(space, snapshot, part, body.Blob())) == 1;

    public bool Finish(long space, long snapshot, SnapshotHead head)
    {
        var (sequence, seal) = (head.Position.Sequence, head.Position.Seal.Blob());
        var isThere = Execute(_finish.With(head.Format, sequence, seal, head.Salt.Blob(), snapshot, space)) == 1;
        if (isThere)
        {
            Execute(_forgetOthers.With(space, snapshot));
        }

        return isThere;
    }

    /// <summary>Takes every snapshot of a space away, finished or not. Its parts are swept later; what they hold went with the salt.</summary>
    public void Forget(long space) => Execute(_forget.With(space));

    public bool Sweep(long space) => Execute(_sweep.With(space, SweptAtOnce)) == SweptAtOnce;

    private int Execute(SqliteCommand command)
    {
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }
}
