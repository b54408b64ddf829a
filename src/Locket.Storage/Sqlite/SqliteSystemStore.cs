using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Storage.Sqlite;

internal sealed class SqliteSystemStore(GroupWriter writer, SqliteReaders readers, TokenCache tokens, SpaceNameSealer names) : ISystemStore
{
    public ValueTask<TokenRow?> FindTokenAsync(string publicId, CancellationToken cancellationToken) => new(tokens.Find(publicId));

    public ValueTask<IReadOnlyList<TokenRow>> ListTokensAsync(AdminGrant grant, CancellationToken cancellationToken) => new(tokens.All());

    public Task<T> WriteAsync<T>(AdminGrant grant, Func<ISystemTransaction, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        async ValueTask<T> InTransaction(WriteSession session)
        {
            var transaction = new SystemTransaction(session);
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

    public ValueTask<ReadOnlyMemory<byte>> ReadClockMarkAsync(AdminGrant grant, CancellationToken cancellationToken) =>
        readers.ReadAsync(read => new ReadOnlyMemory<byte>(SystemReads.ClockMark(read)), cancellationToken);

    public async ValueTask<IReadOnlyList<ChainHead>> ListChainsAsync(AdminGrant grant, CancellationToken cancellationToken)
    {
        var (system, spaces) = await readers.ReadAsync(
            read => (SystemReads.SystemHead(read.Connection), SystemReads.Spaces(read)), cancellationToken);

        return
        [
            system,
            .. spaces.Select(space => new ChainHead(
                space.Head.Incarnation, names.Open(space.Head.Incarnation, space.NameBody), space.Head.Sequence, space.Head.Seal)),
        ];
    }

    public ValueTask<AuditPage> ReadAuditAsync(AdminGrant grant, long after, int limit, CancellationToken cancellationToken) =>
        readers.ReadAsync(read => SystemReads.Audit(read, after, limit), cancellationToken);
}
