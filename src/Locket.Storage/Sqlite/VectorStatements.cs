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
