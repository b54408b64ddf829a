namespace Locket.Engine.Records;

/// <summary>
/// What a unit of work may do inside one write transaction on one space. It runs with the space's lock held and sees its
/// own writes; if it throws, everything it did is undone and no other unit of work is touched.
/// </summary>
public interface IRecordTransaction
{
    /// <summary>The space as it stands now, own appends included. The first write to a space creates it, with its key.</summary>
    SpaceHead Head { get; }

    /// <returns>All rows of one id in order of version; empty when there is none in this space.</returns>
    ValueTask<IReadOnlyList<SealedRow>> FindAsync(MemoryId id, CancellationToken cancellationToken);

    /// <summary>The end of a history that may be long.</summary>
    /// <param name="before">Only versions below this one.</param>
    /// <param name="limit">How many at most, besides the first.</param>
    /// <returns>The first row of the id, then its newest ones below the version, in order of version; empty when there is none.</returns>
    ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(MemoryId id, int before, int limit, CancellationToken cancellationToken);

    /// <returns>Ids in this space that have or had a row with this content MAC.</returns>
    ValueTask<IReadOnlyList<MemoryId>> FindByContentAsync(long contentMac, CancellationToken cancellationToken);

    /// <returns>The request done under this key before, or null.</returns>
    ValueTask<IdempotencyRow?> FindRequestAsync(ReadOnlyMemory<byte> keyMac, CancellationToken cancellationToken);

    /// <summary>Adds a row and its audit entry. <c>row.Sequence</c> must be <c>Head.Sequence + 1</c>; the head moves there.</summary>
    ValueTask AppendAsync(SealedRow row, AuditRow audit, CancellationToken cancellationToken);

    ValueTask KeepRequestAsync(IdempotencyRow row, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the bodies of all rows of one id and its vector away for ever, and every snapshot of the space with them; their headers stay, so that
    /// the log has no gap.
    /// </summary>
    ValueTask PurgeAsync(MemoryId id, CancellationToken cancellationToken);

    /// <summary>Takes the vector of a memory away: it does not say that any more, or is not to be found.</summary>
    ValueTask DropVectorAsync(MemoryId id, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the transaction write even though nothing changed. A success without a write would not wait for a
    /// replica, and could acknowledge what only a dead primary has.
    /// </summary>
    ValueTask TouchAsync(CancellationToken cancellationToken);
}
