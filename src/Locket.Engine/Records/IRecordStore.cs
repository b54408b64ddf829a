using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>
/// A space's append-only log of sealed rows. The store is dumb: it keeps rows by space and id, and hands out what comes
/// after a sequence. It never parses a query and cannot read a body.
/// </summary>
public interface IRecordStore
{
    /// <summary>
    /// Runs the work inside a write transaction and answers when that is durable: after the sync of the disk, never before.
    /// </summary>
    /// <exception cref="Refusals.RefusalException">
    /// What the work itself refused; <c>Unavailable</c> or <c>StorageFull</c> when the disk failed: nothing is acknowledged then.
    /// </exception>
    Task<T> WriteAsync<T>(WriteGrant grant, Func<IRecordTransaction, ValueTask<T>> work, CancellationToken cancellationToken);

    /// <returns>The head, or null for a space that nobody wrote to yet.</returns>
    ValueTask<SpaceHead?> HeadAsync(ReadGrant grant, CancellationToken cancellationToken);

    /// <summary>The rows after a position, oldest first, and whether that position still is one of this history.</summary>
    ValueTask<RowPage> ReadAsync(ReadGrant grant, Position? after, int limit, CancellationToken cancellationToken);

    /// <returns>The names of the spaces that exist and that the grant covers, in ordinal order.</returns>
    ValueTask<IReadOnlyList<SpaceName>> ListSpacesAsync(ListGrant grant, CancellationToken cancellationToken);

    /// <inheritdoc cref="IRecordTransaction.FindTailAsync"/>
    ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(ReadGrant grant, MemoryId id, int before, int limit, CancellationToken cancellationToken);
}

/// <summary>A page of a space's log.</summary>
/// <param name="Head">The head in the same snapshot; null for a space that nobody wrote to yet.</param>
/// <param name="IsOtherHistory">The position asked from is not part of this history: start anew from null.</param>
/// <param name="Rows">At most the limit, oldest first.</param>
public sealed record RowPage(SpaceHead? Head, bool IsOtherHistory, IReadOnlyList<SealedRow> Rows);
