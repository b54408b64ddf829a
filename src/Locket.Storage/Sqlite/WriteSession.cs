using Locket.Engine.Records;
using Locket.Engine.Security;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>
/// The one connection that writes, with its compiled statements and what it knows of the transaction in hand. Heads of
/// spaces are kept in memory and written once a group: with a hundred writes to one space its row changes once.
/// </summary>
/// <remarks>Lives until the first failure of the disk; then everything it remembered is forgotten with it.</remarks>
internal sealed class WriteSession : IDisposable
{
    private const int RememberedSpaces = 10_000;
    private readonly SqliteConnection _connection;
    private readonly string _nonce;
    private readonly Dictionary<SpaceName, SpaceState> _spaces = [];
    private readonly Dictionary<SpaceName, SpaceState> _moved = [];
    private readonly Dictionary<string, TokenRow> _tokens = new(StringComparer.Ordinal);
    private readonly SqliteCommand _nonceNow;
    private readonly SqliteCommand _moveSpace;
    private readonly SqliteCommand _moveSystem;
    private SqliteException? _fault;
    private ChainHead? _movedSystem;
    private ChainHead _system;

    public WriteSession(SqliteConnection connection, string nonce)
    {
        (_connection, _nonce) = (connection, nonce);
        Rows = new WriteStatements(this, connection);
        Snapshots = new SnapshotStatements(this, connection);
        Vectors = new VectorStatements(this, connection);
        _nonceNow = new SqliteCommand("select owner_nonce from system").On(connection);
        _moveSpace = new SqliteCommand("update spaces set head_sequence = $sequence, head_seal = $seal where number = $number")
            .On(connection, "$sequence", "$seal", "$number");
        _moveSystem = new SqliteCommand("update system set head_number = $number, head_seal = $seal").On(connection, "$number", "$seal");
        _system = Rows.SystemHead();
    }

    public WriteStatements Rows { get; }

    public SnapshotStatements Snapshots { get; }

    public VectorStatements Vectors { get; }

    /// <summary>Set while the disk is too full for anything new; what only ends or shortens still gets in.</summary>
    public bool IsShortOfRoom { get; set; }

    public ChainHead System => _movedSystem ?? _system;

    public IReadOnlyCollection<TokenRow> ChangedTokens => _tokens.Values;

    public IReadOnlyCollection<SpaceName> MovedSpaces => _moved.Keys;

    /// <summary>What made the transaction worthless, even if a unit of work swallowed it.</summary>
    public SqliteException? Fault => _fault;

    /// <summary>False when SQLite ended the transaction by itself, as it does after some errors.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Opens a transaction, after which nobody else can write.</summary>
    /// <returns>False when the owner written in the file is not this one: then there is no transaction.</returns>
    public bool TryBegin()
    {
        _connection.Run("begin immediate");
        using (var row = _nonceNow.Single())
        {
            if (row.Read() && string.Equals(row.GetString(0), _nonce, StringComparison.Ordinal))
            {
                return true;
            }
        }

        Rollback();

        return false;
    }

    public void Save() => _connection.Run("savepoint unit");

    public void Release() => _connection.Run("release unit");

    public void BackToSave() => _connection.Run("rollback to unit; release unit");

    /// <summary>Writes the heads that moved. The next thing is the commit.</summary>
    public void WriteHeads()
    {
        foreach (var state in _moved.Values)
        {
            _moveSpace.With(state.Head.Sequence, state.Head.Seal.Blob(), state.Number).ExecuteNonQuery();
        }

        if (_movedSystem is { } head)
        {
            _moveSystem.With(head.Number, head.Seal.Blob()).ExecuteNonQuery();
        }
    }

    /// <summary>Answers when the log is synced.</summary>
    public void Commit()
    {
        _connection.Run("commit");
        foreach (var (name, state) in _moved)
        {
            _spaces[name] = state;
        }

        _system = System;
    }

    public void Rollback() => _connection.Run("rollback");

    /// <summary>Forgets what belonged to one group.</summary>
    public void Forget()
    {
        _moved.Clear();
        _tokens.Clear();
        _movedSystem = null;
        if (_spaces.Count > RememberedSpaces)
        {
            _spaces.Clear();
        }
    }

    /// <returns>The space with what this group has done to it so far, or null when it has no row.</returns>
    public SpaceState? Space(SpaceName name, Func<byte[]> mac)
    {
        if (_moved.TryGetValue(name, out var state) || _spaces.TryGetValue(name, out state))
        {
            return state;
        }

        if (Rows.FindSpace(mac()) is not { } found)
        {
            return null;
        }

        _spaces[name] = found;

        return found;
    }

    /// <summary>What a unit did counts from here on, for the units after it.</summary>
    public void Accept(SpaceName name, SpaceState state) => _moved[name] = state;

    public void Accept(ChainHead system, IEnumerable<TokenRow> tokens)
    {
        _movedSystem = system;
        foreach (var token in tokens)
        {
            _tokens[token.PublicId] = token;
        }
    }

    /// <summary>An exception filter that only looks: it answers false, so that the exception travels on.</summary>
    public bool Note(SqliteException failure)
    {
        if (WriteFaults.IsOfDisk(failure))
        {
            _fault ??= failure;
        }

        return false;
    }

    public void Dispose() => _connection.Dispose();
}
