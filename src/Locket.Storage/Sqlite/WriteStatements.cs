using System.Buffers.Binary;
using Locket.Engine.Records;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>Every statement that a unit of work may need, compiled once for the connection that writes.</summary>
internal sealed class WriteStatements
{
    private readonly WriteSession _session;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _findSpace;
    private readonly SqliteCommand _addSpace;
    private readonly SqliteCommand _find;
    private readonly TailStatements _tail;
    private readonly SqliteCommand _findByContent;
    private readonly SqliteCommand _findRequest;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _addAudit;
    private readonly SqliteCommand _addRequest;
    private readonly SqliteCommand _purge;
    private readonly SqliteCommand _touch;
    private readonly SqliteCommand _findToken;
    private readonly SqliteCommand _putToken;
    private readonly SqliteCommand _setClockMark;
    private readonly SqliteCommand _sweep;

    public WriteStatements(WriteSession session, SqliteConnection connection)
    {
        (_session, _connection) = (session, connection);
        _findSpace = new SqliteCommand("""
            select number, incarnation, key_version, head_sequence, head_seal, state
            from spaces
            where name_mac = $mac and state < 2
            """).On(connection, "$mac");
        _addSpace = new SqliteCommand("""
            insert into spaces (incarnation, name_mac, name_body, key_version, head_sequence, head_seal)
            values ($incarnation, $mac, $body, $key_version, 0, x'')
            """).On(connection, "$incarnation", "$mac", "$body", "$key_version");
        _find = ReadStatements.FindById(connection);
        _tail = new TailStatements(connection);
        _findByContent = new SqliteCommand("""
            select distinct id
            from records indexed by records_content
            where content_mac = $mac and position between $first and $last
            """).On(connection, "$mac", "$first", "$last");
        _findRequest = new SqliteCommand("""
            select key_mac, request_mac, outcome, at
            from requests
            where key_hash = $hash and key_mac = $mac and space = $space
            """).On(connection, "$hash", "$mac", "$space");
        _add = new SqliteCommand("""
            insert into records (position, id, version, at, key_version, content_mac, body, seal)
            values ($position, $id, $version, $at, $key_version, $content_mac, $body, $seal)
            """).On(connection, "$position", "$id", "$version", "$at", "$key_version", "$content_mac", "$body", "$seal");
        _addAudit = new SqliteCommand("insert into audit (chain, number, body, seal) values ($chain, $number, $body, $seal)")
            .On(connection, "$chain", "$number", "$body", "$seal");
        _addRequest = new SqliteCommand("""
            insert into requests (key_hash, key_mac, space, request_mac, outcome, at)
            values ($hash, $mac, $space, $request, $outcome, $at)
            """).On(connection, "$hash", "$mac", "$space", "$request", "$outcome", "$at");
        _purge = new SqliteCommand("""
            update records indexed by records_id
            set body = null, content_mac = null
            where id = $id and position between $first and $last
            """).On(connection, "$id", "$first", "$last");
        _touch = new SqliteCommand("update system set touched = touched + 1").On(connection);
        _findToken = new SqliteCommand("select public_id, secret_hash, body from tokens where public_id = $id").On(connection, "$id");
        _putToken = new SqliteCommand("""
            insert into tokens (public_id, secret_hash, body) values ($id, $hash, $body)
            on conflict (public_id) do update set secret_hash = excluded.secret_hash, body = excluded.body
            """).On(connection, "$id", "$hash", "$body");
        _setClockMark = new SqliteCommand("update system set clock_mark = $mark").On(connection, "$mark");
        _sweep = new SqliteCommand("""
            delete from requests
            where at < $before and row in (select row from requests order by row limit $limit)
            """).On(connection, "$before", "$limit");
    }

    public SpaceState? FindSpace(byte[] mac) => Query(_findSpace.With(mac), static row => row.Space()) is [var space] ? space : null;

    public long AddSpace(Guid incarnation, byte[] mac, byte[] body, int keyVersion)
    {
        Execute(_addSpace.With(incarnation.Blob(), mac, body, keyVersion));

        return SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    public List<SealedRow> Find(long space, MemoryId id) =>
        Query(_find.With(id.Value.Blob(), Place.Of(space, 0), Place.Last(space)), static row => row.Record());

    public List<SealedRow> FindTail(long space, MemoryId id, int before, int limit)
    {
        try
        {
            return _tail.Find(space, id, before, limit);
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }

    public List<MemoryId> FindByContent(long space, long mac) =>
        Query(_findByContent.With(mac, Place.Of(space, 0), Place.Last(space)), static row => new MemoryId(row.Id(0)));

    public IdempotencyRow? FindRequest(long space, ReadOnlyMemory<byte> mac) =>
        Query(_findRequest.With(Hash(mac), mac.Blob(), space), static row => new IdempotencyRow(row.Bytes(0), row.Bytes(1), row.Bytes(2), row.Time(3)))
            is [var found, ..] ? found : null;

    public void Add(long space, SealedRow row) => Execute(_add.With(
        Place.Of(space, row.Sequence),
        row.Id.Value.Blob(),
        row.Version,
        row.At.UtcTicks,
        row.KeyVersion,
        row.ContentMac,
        row.Body?.Blob(),
        row.Seal.Blob()));

    public void AddAudit(long space, AuditRow row) => Execute(_addAudit.With(space, row.Number, row.Body.Blob(), row.Seal.Blob()));

    public void AddRequest(long space, IdempotencyRow row) =>
        Execute(_addRequest.With(Hash(row.KeyMac), row.KeyMac.Blob(), space, row.RequestMac.Blob(), row.Outcome.Blob(), row.At.UtcTicks));

    public void Purge(long space, MemoryId id) => Execute(_purge.With(id.Value.Blob(), Place.Of(space, 0), Place.Last(space)));

    public void Touch() => Execute(_touch);

    public TokenRow? FindToken(string publicId) =>
        Query(_findToken.With(publicId), static row => new TokenRow(row.GetString(0), row.Bytes(1), row.Bytes(2))) is [var token] ? token : null;

    public void PutToken(TokenRow row) => Execute(_putToken.With(row.PublicId, row.SecretHash.Blob(), row.Body.Blob()));

    public void SetClockMark(ReadOnlyMemory<byte> mark) => Execute(_setClockMark.With(mark.Blob()));

    public int SweepRequests(DateTimeOffset before, int limit) => Execute(_sweep.With(before.UtcTicks, limit));

    public ChainHead SystemHead()
    {
        using var command = new SqliteCommand("select head_number, head_seal from system").On(_connection);

        return Query(command, static row => new ChainHead(Guid.Empty, null, row.GetInt64(0), row.Bytes(1)))[0];
    }

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

    private List<T> Query<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        try
        {
            using var row = command.ExecuteReader();
            var rows = new List<T>();
            while (row.Read())
            {
                rows.Add(read(row));
            }

            return rows;
        }
        catch (SqliteException failure) when (_session.Note(failure))
        {
            throw;
        }
    }

    private static long Hash(ReadOnlyMemory<byte> mac) => BinaryPrimitives.ReadInt64BigEndian(mac.Span);
}
