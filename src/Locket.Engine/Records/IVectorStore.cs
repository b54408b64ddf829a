using Locket.Engine.Security;

namespace Locket.Engine.Records;

/// <summary>
/// Keeps one sealed vector for each memory, of what it says now, and how far the log of a space was embedded. It is a saving and no more:
/// everything in it can be made anew from the records. A reader may have it written, because nothing comes into it but what those say.
/// </summary>
/// <remarks>A change of what a memory says, its end and its purge take its vector away in their own transaction.</remarks>
public interface IVectorStore
{
    /// <returns>How far the space was embedded last, by whichever model; null where it never was.</returns>
    ValueTask<VectorPlace?> PlaceAsync(ReadGrant grant, CancellationToken cancellationToken);

    /// <summary>The vectors of one model after a sequence, in order.</summary>
    ValueTask<IReadOnlyList<SealedVector>> ReadAsync(ReadGrant grant, long stamp, long after, int limit, CancellationToken cancellationToken);

    /// <returns>Those of the sequences that have no vector of this model.</returns>
    ValueTask<IReadOnlySet<long>> LackingAsync(ReadGrant grant, long stamp, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps vectors and moves the place on, both or neither. A vector of a memory that was changed since is left out: its change comes
    /// later in the log.
    /// </summary>
    /// <returns>False when the place is not where it was said to be, and nothing was written: somebody else moved it.</returns>
    /// <exception cref="Refusals.RefusalException">There is no room, or the disk failed.</exception>
    Task<bool> AdvanceAsync(
        ReadGrant grant, VectorPlace? expected, VectorPlace reached, IReadOnlyList<EmbeddedMemory> vectors, CancellationToken cancellationToken);

    /// <summary>
    /// Takes away vectors that are not what was written there, as far as they still stand as they were read, and moves the place back to before the
    /// first of them, so that their memories are embedded anew.
    /// </summary>
    /// <exception cref="Refusals.RefusalException">There is no room, or the disk failed.</exception>
    Task DropAsync(ReadGrant grant, long stamp, IReadOnlyList<SealedVector> damaged, CancellationToken cancellationToken);

    /// <returns>How many rows of all logs there are, and how many of them a model has been through.</returns>
    ValueTask<VectorProgress> ProgressAsync(ListGrant grant, long stamp, CancellationToken cancellationToken);

    /// <returns>The spaces whose log goes on beyond what a model has been through, and that the grant covers.</returns>
    ValueTask<IReadOnlyList<SpaceName>> BehindAsync(ListGrant grant, long stamp, CancellationToken cancellationToken);
}

/// <param name="Stamp">Of the model: vectors of two are never compared.</param>
/// <param name="Position">Everything up to here was embedded, where there was anything to embed.</param>
public sealed record VectorPlace(long Stamp, Position Position);

/// <param name="Sequence">That of the row that made the memory.</param>
public sealed record SealedVector(long Sequence, ReadOnlyMemory<byte> Body);

/// <param name="Version">At which the memory stood when it was embedded.</param>
public sealed record EmbeddedMemory(MemoryId Id, int Version, SealedVector Vector);

public sealed record VectorProgress(long Done, long Rows);
