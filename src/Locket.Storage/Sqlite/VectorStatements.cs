using Locket.Engine.Records;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>What a unit of work may do about vectors, on the connection that writes.</summary>
internal sealed class VectorStatements
{
    private readonly WriteSession _session;
    private readonly SqliteCommand _place;
    private readonly SqliteCommand _move;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _drop;
    private readonly SqliteCommand _dropOne;
    private readonly SqliteCommand _moveBack;
    private readonly SqliteCommand _forget;

    public VectorStatements(WriteSession session, SqliteConnection connection)
    {
        _session = session;
        _place = PlaceOf(connection);
        _move = new SqliteCommand("""
            insert into vector_places (space, stamp, sequence, seal) values ($space, $stamp, $sequence, $seal)
            on conflict (space) do update set stamp = excluded.stamp, sequence = excluded.sequence, seal = excluded.seal
            """).On(connection, "$space", "$stamp", "$sequence", "$seal");
        _put = new SqliteCommand("""
            insert or replace into vectors (position, stamp, body)
            select $position, $stamp, $body
            where $version = (select max(version) from records indexed by records_id where id = $id and position between $first and $last and body is not null)
            """).On(connection, "$position", "$stamp", "$body", "$version", "$id", "$first", "$last");
        _drop = new SqliteCommand("""
            delete from vectors
            where position in (select position from records indexed by records_id where id = $id and position between $first and $last)
            """).On(connection, "$id", "$first", "$last");
        _dropOne = new SqliteCommand("delete from vectors where position = $position and stamp = $stamp and body = $body").On(connection, "$position", "$stamp", "$body");
        _moveBack = new SqliteCommand("""
            update vector_places
            set sequence = $sequence, seal = (select seal from records where position = $position)
            where space = $space and stamp = $stamp and sequence > $sequence
            """).On(connection, "$sequence", "$position", "$space", "$stamp");
        _forget = new SqliteCommand("delete from vector_places where space = $space and stamp = $stamp").On(connection, "$space", "$stamp");
    }

    public static SqliteCommand PlaceOf(SqliteConnection connection) =>
        new SqliteCommand("select stamp, sequence, seal from vector_places where space = $space").On(connection, "$space");

    /// <summary>The place as it is kept, of a space whose incarnation the caller knows.</summary>
    public static VectorPlace? Place(SqliteCommand command, SpaceState space)
    {
        using var row = command.With(space.Number).Single();

        return row.Read() ? new VectorPlace(row.GetInt64(0), new Position(space.Head.Incarnation, row.GetInt64(1), row.Bytes(2))) : null;
    }

    public bool Advance(SpaceState space, VectorPlace? from, VectorPlace to, IReadOnlyList<EmbeddedMemory> vectors)
    {
        try
        {
            if (!IsAt(Place(_place, space), from) || to.Position.Incarnation != space.Head.Incarnation)
            {
                return false;
            }

            foreach (var memory in vectors)
            {
                Put(space.Number, to.Stamp, memory);
            }

            _move.With(space.Number, to.Stamp, to.Position.Sequence, to.Position.Seal.Blob()).ExecuteNonQuery();

            return true;
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }

    public void Drop(long space, MemoryId id)
    {
        try
        {
            _drop.With(id.Value.Blob(), Sqlite.Place.Of(space, 0), Sqlite.Place.Last(space)).ExecuteNonQuery();
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }

    public void DropDamaged(long space, long stamp, IReadOnlyList<SealedVector> damaged)
    {
        try
        {
            foreach (var vector in damaged)
            {
                if (_dropOne.With(Sqlite.Place.Of(space, vector.Sequence), stamp, vector.Body.Blob()).ExecuteNonQuery() > 0)
                {
                    MoveBack(space, stamp, vector.Sequence - 1);
                }
            }
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }

    private void MoveBack(long space, long stamp, long sequence)
    {
        // Before the first row there is no place to stand at.
        var command = sequence == 0 ? _forget.With(space, stamp) : _moveBack.With(sequence, Sqlite.Place.Of(space, sequence), space, stamp);
        command.ExecuteNonQuery();
    }

    private void Put(long space, long stamp, EmbeddedMemory memory) => _put.With(
        Sqlite.Place.Of(space, memory.Vector.Sequence),
        stamp,
        memory.Vector.Body.Blob(),
        memory.Version,
        memory.Id.Value.Blob(),
        Sqlite.Place.Of(space, 0),
        Sqlite.Place.Last(space)).ExecuteNonQuery();

    private static bool IsAt(VectorPlace? found, VectorPlace? expected) =>
        (found?.Stamp, found?.Position.Sequence) == (expected?.Stamp, expected?.Position.Sequence);
}
