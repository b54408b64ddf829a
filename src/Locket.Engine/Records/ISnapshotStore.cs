using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>
/// Keeps the last sealed snapshot of each space's search index, so that a start need not open every row. It is a saving and no more:
/// whoever finds none, or one that does not fit, builds the index from the records. A reader may have it kept, because nothing comes
/// into it but what the records say.
/// </summary>
/// <remarks>
/// A purge takes the snapshot away in its own transaction, finished or not: what was purged must not be readable in it. So a writer
/// begins first, then catches up with the records, and writes what it knows then; a purge in between makes the finish fail.
/// </remarks>
public interface ISnapshotStore
{
    /// <returns>The last one that was finished; null when there is none, or it cannot be read.</returns>
    ValueTask<SealedSnapshot?> FindAsync(ReadGrant grant, CancellationToken cancellationToken);

    /// <summary>Begins one. The one before stays until this is finished.</summary>
    /// <returns>Its number; null for a space that nobody wrote to.</returns>
    /// <exception cref="Refusals.RefusalException">There is no room, or the disk failed.</exception>
    Task<long?> BeginAsync(ReadGrant grant, CancellationToken cancellationToken);

    /// <summary>Adds its next part: 0, 1, 2 …</summary>
    /// <returns>False when it is gone: a purge, or another that was begun, took it away.</returns>
    Task<bool> AddAsync(ReadGrant grant, long snapshot, int part, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Makes it the one that is found. Without its salt its parts are noise, and the salt is on disk from here on only.</summary>
    /// <returns>False when it is gone.</returns>
    Task<bool> FinishAsync(ReadGrant grant, long snapshot, SnapshotHead head, CancellationToken cancellationToken);

    /// <summary>Removes some parts of snapshots of the space that are no more.</summary>
    /// <returns>Whether there may be others.</returns>
    Task<bool> SweepAsync(ReadGrant grant, CancellationToken cancellationToken);
}

/// <summary>What is plain about a snapshot.</summary>
/// <param name="Format">Of what is inside the seal; any other than the reader's own is no snapshot for it.</param>
/// <param name="Position">Where the index stood.</param>
/// <param name="Salt">Its key is derived from the space's key and this.</param>
public sealed record SnapshotHead(int Format, Position Position, ReadOnlyMemory<byte> Salt);

/// <param name="Parts">Sealed, in order.</param>
public sealed record SealedSnapshot(SnapshotHead Head, IReadOnlyList<ReadOnlyMemory<byte>> Parts);
