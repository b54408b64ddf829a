using Locket.Engine.Records;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>A space with its sealed name, for those who list spaces.</summary>
internal sealed record NamedSpace(long Number, SpaceHead Head, int State, byte[] NameBody);

/// <summary>Reads over everything: rare enough to be compiled each time.</summary>
internal static class SystemReads
{
    public static List<NamedSpace> Spaces(ReadStatements read) => Spaces(read.Connection);

    public static List<NamedSpace> Spaces(SqliteConnection connection)
    {
        using var command = new SqliteCommand("""
            select number, incarnation, key_version, head_sequence, head_seal, state, name_body
            from spaces
            order by number
            """, connection);
        using var row = command.ExecuteReader();
        var spaces = new List<NamedSpace>();
        while (row.Read())
        {
            var space = row.Space();
            spaces.Add(new NamedSpace(space.Number, space.Head, space.State, row.Bytes(6)));
        }

        return spaces;
    }

    public static List<TokenRow> Tokens(ReadStatements read)
    {
        using var command = new SqliteCommand("select public_id, secret_hash, body from tokens", read.Connection);
        using var row = command.ExecuteReader();
        var tokens = new List<TokenRow>();
        while (row.Read())
        {
            tokens.Add(new TokenRow(row.GetString(0), row.Bytes(1), row.Bytes(2)));
        }

        return tokens;
    }

    public static ChainHead SystemHead(SqliteConnection connection)
    {
        using var command = new SqliteCommand("select head_number, head_seal from system", connection);
        using var row = command.Single();
        row.Read();

        return new ChainHead(Guid.Empty, null, row.GetInt64(0), row.Bytes(1));
    }

    public static byte[] ClockMark(ReadStatements read)
    {
        using var command = new SqliteCommand("select clock_mark from system", read.Connection);
        using var row = command.Single();
        row.Read();

        return row.Bytes(0);
    }

    public static AuditPage Audit(ReadStatements read, long after, int limit)
    {
        using var command = new SqliteCommand("""
            select audit.row, spaces.incarnation, audit.number, audit.body, audit.seal
            from audit left join spaces on spaces.number = audit.chain
            where audit.row > $after
            order by audit.row
            limit $limit
            """).On(read.Connection, "$after", "$limit").With(after, limit);
        using var row = command.ExecuteReader();
        var rows = new List<AuditRow>();
        var next = after;
        while (row.Read())
        {
            next = row.GetInt64(0);
            rows.Add(new AuditRow(row.IsDBNull(1) ? Guid.Empty : row.Id(1), row.GetInt64(2), row.Bytes(3), row.Bytes(4)));
        }

        return new AuditPage(rows, next);
    }
}
