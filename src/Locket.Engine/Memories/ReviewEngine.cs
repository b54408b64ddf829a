using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>What somebody should look at: memories that cannot all be so. Nothing is settled here; a revision, a successor or a forget does that.</summary>
public sealed class ReviewEngine(SpaceIndexes indexes, MemoryReader reader, CursorSealer cursors, TimeProvider clock) : IDisposable
{
    private const string Listing = "contradictions";

    /// <summary>A list compares the whole of a space. A few at once, so that lists never keep all of the machine from questions.</summary>
    private readonly SemaphoreSlim _lists = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Pairs of memories of one kind about one thing with different values. All pairs of one later memory stand on one page.</summary>
    public async Task<ContradictionOutcome> ContradictionsAsync(Caller caller, SpaceName space, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var before = cursors.Open(grant, Listing, cursor);
        var page = await PageAsync(grant, before, Checked.PageSize(limit), cancellationToken);
        var found = new List<ContradictionHit>(page.Found.Count);
        foreach (var pair in page.Found)
        {
            // One of them may have been forgotten or purged since the index was read.
            if (await reader.FindAsync(grant, pair.Later, cancellationToken) is { Status: MemoryStatus.Active } later
                && await reader.FindAsync(grant, pair.Earlier, cancellationToken) is { Status: MemoryStatus.Active } earlier)
            {
                found.Add(new ContradictionHit(pair.About, later, earlier));
            }
        }

        return new ContradictionOutcome(found, page.Next is { } next ? cursors.Seal(grant, Listing, next) : null);
    }

    void IDisposable.Dispose() => _lists.Dispose();

    private async Task<ContradictionPage> PageAsync(ReadGrant grant, long? before, int limit, CancellationToken cancellationToken)
    {
        await _lists.WaitAsync(cancellationToken);
        try
        {
            return await indexes.ReadAsync(grant, index => index.Contradictions(before, limit, clock.GetUtcNow(), cancellationToken), cancellationToken);
        }
        finally
        {
            _lists.Release();
        }
    }
}
