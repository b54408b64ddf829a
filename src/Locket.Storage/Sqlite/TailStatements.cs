using Locket.Engine.Records;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>The first and the newest rows of one id, by walking its few places in the index from both ends. The connection ends its statements.</summary>
internal sealed class TailStatements(SqliteConnection connection)
{
    private readonly SqliteCommand _first = new SqliteCommand("""
        select position, id, version, at, key_version, content_mac, body, seal
        from records indexed by records_id
        where id = $id and position between $first and $last
        order by position
        limit 1
        """).On(connection, "$id", "$first", "$last");

    private readonly SqliteCommand _newest = new SqliteCommand("""
        select position, id, version, at, key_version, content_mac, body, seal
        from records indexed by records_id
        where id = $id and position between $first and $last and version < $before
        order by position desc
        limit $limit
        """).On(connection, "$id", "$first", "$last", "$before", "$limit");

    public List<SealedRow> Find(long space, MemoryId id, int before, int limit)
    {
        var rows = ReadStatements.All(_newest.With(id.Value.Blob(), Place.Of(space, 0), Place.Last(space), before, limit));
        rows.Reverse();
        if (rows.Count == limit && ReadStatements.All(_first.With(id.Value.Blob(), Place.Of(space, 0), Place.Last(space))) is [var first] && first.Sequence != rows[0].Sequence)
        {
            rows.Insert(0, first);
        }

        return rows;
    }
}
