using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>What belongs to the whole server: named tokens and the audit chains.</summary>
public interface ISystemStore
{
    /// <summary>Looks a token up before there is a caller: the one read that needs no grant, because callers come from it.</summary>
    ValueTask<TokenRow?> FindTokenAsync(string publicId, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<TokenRow>> ListTokensAsync(AdminGrant grant, CancellationToken cancellationToken);

    /// <summary>A unit of work on the server's own chain; durable when it answers, like <see cref="IRecordStore.WriteAsync"/>.</summary>
    Task<T> WriteAsync<T>(AdminGrant grant, Func<ISystemTransaction, ValueTask<T>> work, CancellationToken cancellationToken);

    /// <returns>What <see cref="ISystemTransaction.SetClockMarkAsync"/> kept last; empty before the first.</returns>
    ValueTask<ReadOnlyMemory<byte>> ReadClockMarkAsync(AdminGrant grant, CancellationToken cancellationToken);

    /// <returns>Every chain there is with its newest number and seal; the server's own has the empty id.</returns>
    ValueTask<IReadOnlyList<ChainHead>> ListChainsAsync(AdminGrant grant, CancellationToken cancellationToken);

    /// <summary>Audit rows of all chains in the order they were written, after a row number of the table.</summary>
    ValueTask<AuditPage> ReadAuditAsync(AdminGrant grant, long after, int limit, CancellationToken cancellationToken);
}

/// <summary>What may be done inside one write transaction on the server's own data.</summary>
public interface ISystemTransaction
{
    /// <summary>The newest number and seal of the server's own audit chain, own appends included.</summary>
    ChainHead Head { get; }

    ValueTask<TokenRow?> FindTokenAsync(string publicId, CancellationToken cancellationToken);

    /// <summary>Inserts the token or replaces the row of the same public id.</summary>
    ValueTask PutTokenAsync(TokenRow row, CancellationToken cancellationToken);

    /// <summary>Keeps the latest time seen, sealed.</summary>
    ValueTask SetClockMarkAsync(ReadOnlyMemory<byte> mark, CancellationToken cancellationToken);

    /// <summary>Adds an entry to the server's own chain. <c>row.Number</c> must be <c>Head.Number + 1</c>.</summary>
    ValueTask AppendAsync(AuditRow row, CancellationToken cancellationToken);

    /// <summary>Removes requests done before a time, a thousand at most: oldest first, whatever their space.</summary>
    /// <returns>How many went; 0 when none is left that is as old as that.</returns>
    ValueTask<int> SweepRequestsAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <param name="Chain">The space's incarnation, or the empty id for the server's own chain.</param>
/// <param name="Space">The name of the space; null for the server's own chain.</param>
public sealed record ChainHead(Guid Chain, SpaceName? Space, long Number, ReadOnlyMemory<byte> Seal);

/// <param name="Rows">At most the limit.</param>
/// <param name="Next">Ask again after this one; equal to the number asked from when there was nothing more.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long Next);
