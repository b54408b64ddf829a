using Locket.Client.Contracts;
using Locket.Client.Views;
using Locket.Engine.Records;
using Locket.Engine.Text;
using Microsoft.Data.Sqlite;

namespace Locket.Client.Offline;

/// <content>The copies of spaces: their logs, as the server gave them.</content>
internal sealed partial class Vault
{
    /// <returns>How far the copy has come; null where there is none.</returns>
    public CopyState? FindCopy(Identity identity, string space) => Read(file => Copy(file, identity, space)?.State);

    /// <summary>
    /// Adds a page to a copy. Nothing happens when the copy does not stand any more where the page was asked from: another process was
    /// faster.
    /// </summary>
    /// <param name="identity">Whose copy.</param>
    /// <param name="space">Of which space.</param>
    /// <param name="asked">The position that the page was asked from; null from the start.</param>
    /// <param name="page">As the server gave it.</param>
    /// <param name="sent">Entries of the outbox that the server had when it was asked: shown by the copy once it has caught up.</param>
    /// <param name="now">The time.</param>
    public bool Append(Identity identity, string space, string? asked, ChangesView page, IReadOnlyList<long> sent, DateTimeOffset now) => Write(file =>
    {
        var copy = Copy(file, identity, space);
        if (copy?.State.Position != asked || (copy is not null && asked is not null && copy.State.Incarnation != page.Incarnation))
        {
            return false;
        }

        var last = page.Changes is [.., var newest] ? newest.Sequence : copy?.State.Sequence ?? 0;
        var state = new CopyState(identity.Server, identity.Principal, space, page.Incarnation, page.Position, last, page.Head);
        var number = PutCopy(file, identity, state, now);
        foreach (var view in page.Changes)
        {
            Add(file, number, view);
        }

        foreach (var done in last >= page.Head ? sent : [])
        {
            file.Run(new SqliteCommand("delete from outbox where number = $1 and parked = 2"), done);
        }

        return true;
    });

    /// <summary>Throws a copy away: its rows are overwritten, and the log is emptied.</summary>
    public void Wipe(Identity identity, string space)
    {
        if (Write(file => Copy(file, identity, space) is { } copy && Remove(file, copy.Number)))
        {
            Scrub();
        }
    }

    /// <summary>Throws all copies away that nobody was let in for since a time, and the ids that were foreseen before it.</summary>
    public void WipeOlder(DateTimeOffset than)
    {
        var wiped = Write(file =>
        {
            file.Run(new SqliteCommand("delete from aliases where at < $1"), than.ToUnixTimeSeconds());

            return file
                .All(new SqliteCommand("select number from spaces where seen_at < $1"), row => row.GetInt64(0), than.ToUnixTimeSeconds())
                .Count(number => Remove(file, number));
        });
        if (wiped > 0)
        {
            Scrub();
        }
    }

    /// <summary>Notes that the server let this client in: its copies are good for longer.</summary>
    public void Touch(Identity identity, DateTimeOffset now) => Write(file => file.Run(
        new SqliteCommand("update spaces set seen_at = $2 where owner = $1"), Owner(identity), now.ToUnixTimeSeconds()));

    /// <returns>The changes of a copy after a sequence, oldest first.</returns>
    public IReadOnlyList<Change> Changes(Identity identity, string space, long after) => Read(file =>
        Copy(file, identity, space) is not { } copy
            ? []
            : file.All(
                new SqliteCommand("select sequence, id, body from changes where space = $1 and sequence > $2 order by sequence"),
                row => Opened(copy.Number, row),
                copy.Number,
                after));

    /// <returns>The changes of one memory, oldest first.</returns>
    public IReadOnlyList<Change> ChangesOf(Identity identity, string space, MemoryId id) => Read(file =>
        Copy(file, identity, space) is not { } copy
            ? []
            : file.All(
                new SqliteCommand("select sequence, id, body from changes where space = $1 and id = $2 order by sequence"),
                row => Opened(copy.Number, row),
                copy.Number,
                id.Value.ToByteArray(bigEndian: true)));

    private void Scrub()
    {
        lock (_lock)
        {
            _file.Scrub();
        }
    }

    private Found? Copy(VaultFile file, Identity identity, string space)
    {
        var name = CopyName(identity, space);

        return file.One(
            new SqliteCommand("select number, body from spaces where name = $1"),
            row => new Found(row.GetInt64(0), Opened(row, 1, new Canonical("copy").Add(name), OfflineJson.Default.CopyState)),
            name);
    }

    private long PutCopy(VaultFile file, Identity identity, CopyState state, DateTimeOffset now)
    {
        var name = CopyName(identity, state.Space);

        return file.One(
            new SqliteCommand("""
                insert into spaces (name, owner, seen_at, body) values ($1, $2, $3, $4)
                on conflict (name) do update set seen_at = excluded.seen_at, body = excluded.body
                returning number
                """),
            row => row.GetInt64(0),
            name,
            Owner(identity),
            now.ToUnixTimeSeconds(),
            Sealed(state, new Canonical("copy").Add(name), OfflineJson.Default.CopyState));
    }

    private void Add(VaultFile file, long space, ChangeView view)
    {
        var change = view.ToChange();
        var id = change.Id.Value.ToByteArray(bigEndian: true);
        if (change.Kind == ChangeKind.Purged)
        {
            // What is gone at the server is gone here: of what was said, nothing stays but that there was something.
            foreach (var sequence in file.All(
                new SqliteCommand("select sequence from changes where space = $1 and id = $2"), row => row.GetInt64(0), space, id))
            {
                file.Run(new SqliteCommand("update changes set body = null where space = $1 and sequence = $2"), space, sequence);
            }
        }

        file.Run(
            new SqliteCommand("insert into changes (space, sequence, id, body) values ($1, $2, $3, $4)"),
            space,
            change.Sequence,
            id,
            Sealed(view, PlaceOfChange(space, change.Sequence, id), OfflineJson.Default.ChangeView));
    }

    private Change Opened(long space, SqliteDataReader row)
    {
        var (sequence, id) = (row.GetInt64(0), row.GetFieldValue<byte[]>(1));

        return row.IsDBNull(2)
            ? new Change
            {
                Sequence = sequence,
                Id = new MemoryId(new Guid(id, bigEndian: true)),
                Version = 0,
                At = default,
                Kind = ChangeKind.Purged,
                Actor = new Engine.Security.Actor("", "", null, default),
                IsPurged = true,
            }
            : Opened(row, 2, PlaceOfChange(space, sequence, id), OfflineJson.Default.ChangeView).ToChange();
    }

    private static bool Remove(VaultFile file, long number)
    {
        file.Run(new SqliteCommand("delete from changes where space = $1"), number);

        return file.Run(new SqliteCommand("delete from spaces where number = $1"), number) > 0;
    }

    private byte[] CopyName(Identity identity, string space) => _keys.Mac(identity.Named("space").Add(space));

    private static Canonical PlaceOfChange(long space, long sequence, byte[] id) => new Canonical("change").Add(space).Add(sequence).Add(id);

    private sealed record Found(long Number, CopyState State);
}
