using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>Snapshots beside the records, in the same file: a purge and a backup then have one transaction for both.</summary>
internal sealed class SqliteSnapshotStore(GroupWriter writer, SqliteReaders readers, SpaceNameSealer names) : ISnapshotStore
{
    private const int Corrupt = 11;

    public async ValueTask<SealedSnapshot?> FindAsync(ReadGrant grant, CancellationToken cancellationToken)
    {
        var mac = names.Mac(grant.Space);
        try
        {
            return await readers.ReadAsync(read => read.Space(mac) is { State: SpaceState.Live } space ? Find(read, space) : null, cancellationToken);
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode == Corrupt)
        {
            // What cannot be read is none. If the records are damaged as well, whoever reads those says so.
            return null;
        }
    }

    public Task<long?> BeginAsync(ReadGrant grant, CancellationToken cancellationToken) => RunAsync<long?>(
        grant, null, (snapshots, space) => snapshots.Begin(space), cancellationToken);

    public Task<bool> AddAsync(ReadGrant grant, long snapshot, int part, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => RunAsync(
        grant, false, (snapshots, space) => snapshots.Add(space, snapshot, part, body), cancellationToken);

    public Task<bool> FinishAsync(ReadGrant grant, long snapshot, SnapshotHead head, CancellationToken cancellationToken) => RunAsync(
        grant, false, (snapshots, space) => snapshots.Finish(space, snapshot, head), cancellationToken);

    // It makes room, so a full disk is no reason against it.
    public Task<bool> SweepAsync(ReadGrant grant, CancellationToken cancellationToken) => writer.RunAsync(
        session => Work(session, grant, false, (snapshots, space) => snapshots.Sweep(space)), cancellationToken);

    private Task<T> RunAsync<T>(ReadGrant grant, T ofNoSpace, Func<SnapshotStatements, long, T> work, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.IsShortOfRoom ? throw WriteFaults.Full() : Work(session, grant, ofNoSpace, work), cancellationToken);

    private ValueTask<T> Work<T>(WriteSession session, ReadGrant grant, T ofNoSpace, Func<SnapshotStatements, long, T> work) => new(
        session.Space(grant.Space, () => names.Mac(grant.Space)) is { IsBorn: true, State: SpaceState.Live } space
            ? work(session.Snapshots, space.Number)
            : ofNoSpace);

    private static SealedSnapshot? Find(ReadStatements read, SpaceState space)
    {
        using var heads = new SqliteCommand("""
            select snapshot, format, sequence, seal, salt
            from snapshots
            where space = $space and salt is not null
            order by snapshot desc
            limit 1
            """).On(read.Connection, "$space").With(space.Number);
        using var head = heads.Single();
        if (!head.Read())
        {
            return null;
        }

        var position = new Position(space.Head.Incarnation, head.GetInt64(2), head.Bytes(3));
        using var bodies = new SqliteCommand("select part, body from snapshot_parts where space = $space and snapshot = $snapshot order by part")
            .On(read.Connection, "$space", "$snapshot").With(space.Number, head.GetInt64(0));
        using var body = bodies.ExecuteReader();
        var parts = new List<ReadOnlyMemory<byte>>();
        while (body.Read())
        {
            parts.Add(body.Bytes(1));
        }

        return new SealedSnapshot(new SnapshotHead(head.GetInt32(1), position, head.Bytes(4)), parts);
    }
}
