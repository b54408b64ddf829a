using System.Collections.Concurrent;
using Locket.Engine.Audit;
using Locket.Engine.Ledger;
using Locket.Engine.Records;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Engine.Memories;

/// <summary>
/// The end of what is kept only for a time: what forgotten memories said, and the answers to requests. It goes by the time
/// that it is given, because only the caller knows whether the clock can be trusted; what is gone cannot be brought back.
/// </summary>
/// <remarks>
/// A log is read in its order and only as far as its rows are old enough, so a row that a clock set back has dated too early
/// waits for those before it. A forget that was undone since, or followed by anything else, is passed over.
/// </remarks>
public sealed class PurgeEngine(IRecordStore store, ISystemStore system, RecordSealer sealer, SpaceLedger ledger, EngineOptions options)
{
    private const int Page = 1_000;

    /// <summary>Small, so that the writes of others do not wait long behind it.</summary>
    private const int AtOnce = 50;

    // How far each log was worked through; only a saving, so a second pass at the same time or a restart does no harm.
    private readonly ConcurrentDictionary<SpaceName, Position> _done = new();

    /// <summary>Purges the memories of a space that were forgotten longer ago than they are kept.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="DamagedException">A row on disk is not what was written there.</exception>
    public async Task<int> PurgeAsync(Caller caller, SpaceName space, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var grant = caller.MayWrite(space);
        var end = now - options.KeepForgotten;
        var position = _done.GetValueOrDefault(space);
        var purged = 0;
        while (true)
        {
            var page = await store.ReadAsync(grant, position, Page, cancellationToken);
            if (page.IsOtherHistory)
            {
                position = null;
                continue;
            }

            var old = page.Rows.TakeWhile(row => row.At <= end).ToList();
            if (old.Count == 0)
            {
                return purged;
            }

            var incarnation = page.Head!.Incarnation;
            var due = old.Select(row => sealer.Open(incarnation, row)).Where(IsEnd);
            foreach (var some in due.Chunk(AtOnce))
            {
                purged += await store.WriteAsync(grant, transaction => PurgeAsync(transaction, grant, some, cancellationToken), cancellationToken);
            }

            position = new Position(incarnation, old[^1].Sequence, old[^1].Seal);
            _done[space] = position;
        }
    }

    /// <summary>Lets go of the requests done before a time: from then on the same key is a new request.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepRequestsAsync(Caller caller, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var grant = caller.MayAdminister();
        var swept = 0;
        while (true)
        {
            var some = await system.WriteAsync(grant, transaction => transaction.SweepRequestsAsync(before, cancellationToken), cancellationToken);
            if (some == 0)
            {
                return swept;
            }

            swept += some;
        }
    }

    private async ValueTask<int> PurgeAsync(
        IRecordTransaction transaction, WriteGrant grant, IReadOnlyList<Change> ends, CancellationToken cancellationToken)
    {
        var purged = 0;
        foreach (var end in ends)
        {
            // Whatever came after the forget has another version: then it is not this forget that the memory stands at.
            var changes = await ledger.ChangesAsync(transaction, end.Id, cancellationToken);
            if (changes.Count > 0 && changes[^1].Version == end.Version && !changes[^1].IsPurged)
            {
                // The bodies first: the row that says so keeps its own.
                await transaction.PurgeAsync(end.Id, cancellationToken);
                var purge = SpaceLedger.Draft(end.Id, end.Version + 1, ChangeKind.Purged, grant);
                await ledger.AppendAsync(transaction, grant, purge, ChainRecords.PurgeAction, null, cancellationToken);
                purged++;
            }
        }

        return purged;
    }

    // An import can bring a memory back as forgotten, and so can the undo of an undo.
    private static bool IsEnd(Change change) =>
        change.Kind == ChangeKind.Forgotten
        || change is { Kind: ChangeKind.Remembered or ChangeKind.Restored, Status: MemoryStatus.Forgotten };
}
