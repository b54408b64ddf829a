using Locket.Engine.Text;
using Microsoft.Data.Sqlite;

namespace Locket.Client.Offline;

/// <content>The outbox: writes in the order in which they were made.</content>
internal sealed partial class Vault
{
    private const int Waiting = 0;
    private const int Parked = 1;

    /// <summary>The server has it, but the copy does not show it yet.</summary>
    private const int Sent = 2;

    /// <summary>Puts a write at the end. When this returns it is on the disk; the same key again changes nothing.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="call">The write.</param>
    /// <param name="isSent">Whether the server has it, and only the copy is behind.</param>
    /// <returns>The entry as it lies there now.</returns>
    public QueuedCall Enqueue(Identity identity, QueuedCall call, bool isSent = false) => Write(file =>
    {
        var name = NameOf(identity, call.Key);
        if (file.One(new SqliteCommand("select number, key, body from outbox where key = $1"), Entry, name) is { } there)
        {
            return there;
        }

        var number = file.One(
            new SqliteCommand("insert into outbox (owner, space, key, parked, body) values ($1, $2, $3, $4, $5) returning number"),
            row => row.GetInt64(0),
            Owner(identity),
            CopyName(identity, call.Space),
            name,
            isSent ? Sent : Waiting,
            Sealed(call, PlaceOfCall(name), OfflineJson.Default.QueuedCall));

        return call with { Number = number };
    });

    public bool HasWaiting(Identity identity) => Read(file => file.One(
        new SqliteCommand("select exists (select 1 from outbox where owner = $1 and parked = 0)"), row => row.GetInt64(0), Owner(identity)) > 0);

    public bool HasWaiting(Identity identity, string space) => Read(file => file.One(
        new SqliteCommand("select exists (select 1 from outbox where owner = $1 and parked = 0 and space = $2)"),
        row => row.GetInt64(0),
        Owner(identity),
        CopyName(identity, space)) > 0);

    /// <returns>Everything that is not on the server, in order; parked too.</returns>
    public IReadOnlyList<QueuedCall> Outbox(Identity identity) => Read(file => file.All(
        new SqliteCommand("select number, key, body from outbox where owner = $1 and parked < 2 order by number"), Entry, Owner(identity)));

    /// <returns>What lies there for another server or another principal; null for a client that is nobody yet.</returns>
    public IReadOnlyList<QueuedCall> OfOthers(Identity? than) => Read(file => file.All(
        new SqliteCommand("select number, key, body from outbox where owner <> $1 and parked < 2 order by number"),
        Entry,
        than is null ? Array.Empty<byte>() : Owner(than)));

    /// <summary>Lets what is parked for one reason wait again.</summary>
    public void Release(Identity identity, string code)
    {
        var held = Outbox(identity).Where(call => call.ParkedCode == code).ToList();
        if (held.Count > 0)
        {
            Update(identity, [.. held.Select(call => call with { ParkedCode = null, ParkedReason = null })]);
        }
    }

    /// <summary>Takes an entry out for good.</summary>
    public void Discard(QueuedCall call) => Write(file => file.Run(new SqliteCommand("delete from outbox where number = $1"), call.Number));

    /// <returns>What a reader of one space must see beside the copy, after a place in the outbox, in order.</returns>
    public IReadOnlyList<QueuedCall> WaitingFor(Identity identity, string space, long after) => Read(file => file.All(
        new SqliteCommand("select number, key, body from outbox where owner = $1 and parked in (0, 2) and space = $2 and number > $3 order by number"),
        Entry,
        Owner(identity),
        CopyName(identity, space),
        after));

    /// <returns>What the server has and the copy of one space does not show yet.</returns>
    public IReadOnlyList<long> SentTo(Identity identity, string space) => Read(file => file.All(
        new SqliteCommand("select number from outbox where owner = $1 and parked = 2 and space = $2"),
        row => row.GetInt64(0),
        Owner(identity),
        CopyName(identity, space)));

    /// <summary>Numbers of what such a reader sees up to a place: tells whether what a reader took in still is all there.</summary>
    public IReadOnlyList<long> NumbersFor(Identity identity, string space, long upTo) => Read(file => file.All(
        new SqliteCommand("select number from outbox where owner = $1 and parked in (0, 2) and space = $2 and number <= $3 order by number"),
        row => row.GetInt64(0),
        Owner(identity),
        CopyName(identity, space),
        upTo));

    /// <returns>The next entry that waits after a place in the outbox, or null.</returns>
    public QueuedCall? NextWaiting(Identity identity, long after) => Read(file => file.One(
        new SqliteCommand("select number, key, body from outbox where owner = $1 and parked = 0 and number > $2 order by number limit 1"),
        Entry,
        Owner(identity),
        after));

    /// <summary>The server has it. It stays beside the copy until that shows it; what is to be remembered of it stays, in one step.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="call">As it lay in the outbox.</param>
    /// <param name="alias">Under which id the server knows the memory, where that is another.</param>
    /// <param name="conflict">What it met, where it met something.</param>
    /// <param name="isShown">Whether the copy needs no stand-in for it.</param>
    /// <param name="now">The time.</param>
    public void Settle(Identity identity, QueuedCall call, Alias? alias, WriteConflict? conflict, bool isShown, DateTimeOffset now) => Write(file =>
    {
        if (alias is not null && call.Id is { } local)
        {
            var name = _keys.Mac(identity.Named("alias").Add(local));
            file.Run(
                new SqliteCommand("insert or replace into aliases (name, body, at) values ($1, $2, $3)"),
                name,
                Sealed(alias, new Canonical("alias").Add(name), OfflineJson.Default.Alias),
                now.ToUnixTimeSeconds());
        }

        if (conflict is not null)
        {
            var name = NameOf(identity, conflict.Key);
            file.Run(
                new SqliteCommand("insert or replace into conflicts (owner, key, body) values ($1, $2, $3)"),
                Owner(identity),
                name,
                Sealed(conflict, PlaceOfConflict(name), OfflineJson.Default.WriteConflict));
        }

        return isShown || conflict is not null
            ? file.Run(new SqliteCommand("delete from outbox where number = $1"), call.Number)
            : Put(file, identity, alias is null ? call : call with { Id = alias.Id }, Sent);
    });

    /// <summary>Puts an entry back as it is now: parked, released, or with one more failure.</summary>
    public void Update(Identity identity, params IReadOnlyList<QueuedCall> calls) => Write(file =>
    {
        foreach (var call in calls)
        {
            Put(file, identity, call, call.IsParked ? Parked : Waiting);
        }

        return calls.Count;
    });

    /// <returns>Under which id the server knows a memory, where that is another than here.</returns>
    public Alias? FindAlias(Identity identity, string id)
    {
        var name = _keys.Mac(identity.Named("alias").Add(id));

        return Read(file => file.One(
            new SqliteCommand("select body from aliases where name = $1"),
            row => Opened(row, 0, new Canonical("alias").Add(name), OfflineJson.Default.Alias),
            name));
    }

    private int Put(VaultFile file, Identity identity, QueuedCall call, int state) => file.Run(
        new SqliteCommand("update outbox set parked = $2, body = $3 where number = $1"),
        call.Number,
        state,
        Sealed(call, PlaceOfCall(NameOf(identity, call.Key)), OfflineJson.Default.QueuedCall));

    private QueuedCall Entry(SqliteDataReader row) =>
        Opened(row, 2, PlaceOfCall(row.GetFieldValue<byte[]>(1)), OfflineJson.Default.QueuedCall) with { Number = row.GetInt64(0) };

    private static Canonical PlaceOfCall(byte[] name) => new Canonical("call").Add(name);
}
