using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>
/// Reads every row and names what is wrong: pages, gaps in a sequence, heads that do not fit, keys that are missing, rows that
/// do not open. Chains of seals are for the audit to check; a store cannot compute one.
/// </summary>
internal sealed class StoreVerifier(SqliteConnection connection, Keyring? keyring, RowCheck? check)
{
    private const int MostProblems = 1000;
    private const int Page = 1000;
    private readonly List<string> _problems = [];
    private long _records;

    public StoreReport Verify(CancellationToken cancellationToken)
    {
        var schema = (int)new SqliteCommand("pragma user_version", connection).Once<long>();
        if (DatabaseCopy.Problem(connection) is { } problem)
        {
            Tell($"the database file is damaged: {problem}");
        }

        var spaces = SystemReads.Spaces(connection);
        foreach (var space in spaces)
        {
            VerifyKeys(space);
            VerifyRows(space, cancellationToken);
        }

        var audit = new SqliteCommand("select count(*) from audit", connection).Once<long>();
        VerifyChains(spaces);

        return new StoreReport(schema, spaces.Count, _records, audit, _problems);
    }

    /// <summary>What can be told without reading rows: the structure of the file, and a key for every space.</summary>
    public IReadOnlyList<string> Glance()
    {
        var found = new SqliteCommand("pragma quick_check(1)", connection).Once<string>();
        if (found != "ok")
        {
            return [$"the database file is damaged ({found}): run locket verify, and restore a backup"];
        }

        SystemReads.Spaces(connection).ForEach(VerifyKeys);

        return _problems.ConvertAll(problem => $"{problem}: put the newest keyring.locket back from a backup");
    }

    /// <summary>The lengths of the audit chains alone.</summary>
    public IReadOnlyList<string> GlanceAtChains()
    {
        VerifyChains(SystemReads.Spaces(connection));

        return _problems;
    }

    private void VerifyKeys(NamedSpace space)
    {
        var id = space.Head.Incarnation;
        if (keyring is null || space.State != SpaceState.Live || keyring.IsErased(id))
        {
            return;
        }

        if (keyring.Find(id) is not { } keys || keys.Version < space.Head.KeyVersion)
        {
            Tell($"the keyring lacks key {space.Head.KeyVersion} of space {id:n}");
        }
    }

    private void VerifyRows(NamedSpace space, CancellationToken cancellationToken)
    {
        using var reader = new ReadStatements(connection, ownsConnection: false);
        var expected = 1L;
        ReadOnlyMemory<byte> seal = default;
        for (var rows = reader.After(space.Number, 0, Page); rows.Count > 0; rows = reader.After(space.Number, rows[^1].Sequence, Page))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var row in rows)
            {
                if (row.Sequence != expected)
                {
                    Tell($"space {space.Head.Incarnation:n} has no row {expected}");
                }

                Open(space, row);
                (expected, seal) = (row.Sequence + 1, row.Seal);
            }

            _records += rows.Count;
        }

        if (expected - 1 != space.Head.Sequence)
        {
            Tell($"space {space.Head.Incarnation:n} ends at row {expected - 1}, its head says {space.Head.Sequence}");
        }
        else if (!space.Head.Seal.Span.StartsWith(seal.Span))
        {
            Tell($"the head of space {space.Head.Incarnation:n} does not carry the seal of its last row");
        }
    }

    private void VerifyChains(List<NamedSpace> spaces)
    {
        using var command = new SqliteCommand("select chain, count(*), max(number) from audit group by chain", connection);
        using var row = command.ExecuteReader();
        var chains = new Dictionary<long, (long Count, long Last)>();
        while (row.Read())
        {
            chains[row.GetInt64(0)] = (row.GetInt64(1), row.GetInt64(2));
        }

        var heads = spaces.ConvertAll(space => (space.Number, Name: $"of space {space.Head.Incarnation:n}", Last: space.Head.Sequence));
        heads.Add((0, "of the server", SystemReads.SystemHead(connection).Number));
        foreach (var (number, name, last) in heads)
        {
            var found = chains.GetValueOrDefault(number);
            if (found.Count != last || found.Last != last)
            {
                Tell($"the audit chain {name} has {found.Count} entries up to {found.Last}, its head says {last}");
            }
        }
    }

    private void Open(NamedSpace space, Engine.Records.SealedRow row)
    {
        if (check is null || space.State != SpaceState.Live || keyring?.IsErased(space.Head.Incarnation) == true)
        {
            return;
        }

        try
        {
            check(space.Head.Incarnation, row);
        }
        catch (DamagedException)
        {
            Tell($"row {row.Sequence} of space {space.Head.Incarnation:n} ({row.Id}) is not what was written");
        }
    }

    private void Tell(string problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }
}
