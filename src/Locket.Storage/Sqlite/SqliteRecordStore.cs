using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Storage.Sqlite;

internal sealed class SqliteRecordStore(GroupWriter writer, SqliteReaders readers, SpaceNameSealer names, SpaceBirths births) : IRecordStore
{
    public Task<T> WriteAsync<T>(WriteGrant grant, Func<IRecordTransaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        async ValueTask<T> InTransaction(WriteSession session)
        {
            var transaction = new RecordTransaction(session, grant.Space, names, births);
            try
            {
                var result = await work(transaction);
                transaction.Accept();
                return result;
            }
            finally
            {
                transaction.Abandon();
            }
        }

        return writer.RunAsync(InTransaction, cancellationToken);
    }

    public ValueTask<SpaceHead?> HeadAsync(ReadGrant grant, CancellationToken cancellationToken)
    {
        var mac = names.Mac(grant.Space);

        return readers.ReadAsync(read => Living(read.Space(mac))?.Head, cancellationToken);
    }

    public ValueTask<RowPage> ReadAsync(ReadGrant grant, Position? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var mac = names.Mac(grant.Space);

        return readers.ReadAsync(read => Page(read, mac, after, limit), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<SpaceName>> ListSpacesAsync(ListGrant grant, CancellationToken cancellationToken)
    {
        var spaces = await readers.ReadAsync(SystemReads.Spaces, cancellationToken);

        return
        [
            .. spaces.Where(space => space.State == SpaceState.Live)
                .Select(space => names.Open(space.Head.Incarnation, space.NameBody))
                .Where(grant.Covers)
                .OrderBy(name => name.Value, StringComparer.Ordinal),
        ];
    }

    public ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(ReadGrant grant, MemoryId id, int before, int limit, CancellationToken cancellationToken)
    {
        var mac = names.Mac(grant.Space);

        return readers.ReadAsync<IReadOnlyList<SealedRow>>(
            read => Living(read.Space(mac)) is { } space ? read.Tail.Find(space.Number, id, before, limit) : [], cancellationToken);
    }

    private static RowPage Page(ReadStatements read, byte[] mac, Position? after, int limit)
    {
        if (Living(read.Space(mac)) is not { } space)
        {
            return new RowPage(null, IsOtherHistory: after is not null, []);
        }

        return after is null || IsOfThisHistory(read, space, after)
            ? new RowPage(space.Head, IsOtherHistory: false, read.After(space.Number, after?.Sequence ?? 0, limit))
            : new RowPage(space.Head, IsOtherHistory: true, []);
    }

    // The same sequence in another history has another seal: each is chained to all before it.
    private static bool IsOfThisHistory(ReadStatements read, SpaceState space, Position after)
    {
        if (after.Incarnation != space.Head.Incarnation || after.Sequence is < 0 or > Place.MaxSequence)
        {
            return false;
        }

        return after.Sequence == 0
            || read.Seal(space.Number, after.Sequence) is { } seal && after.Seal.Span.SequenceEqual(seal);
    }

    private static SpaceState? Living(SpaceState? space) => space is null or { State: SpaceState.Live }
        ? space
        : throw new RefusalException(RefusalCode.Unavailable, "this space is being erased: try again later");
}
