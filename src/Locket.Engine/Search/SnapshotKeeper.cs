using System.Threading.Channels;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Microsoft.Extensions.Logging;

namespace Locket.Engine.Search;

/// <summary>
/// Keeps snapshots of indexes and finds them again. One is written at a time, behind everybody's back; when too many wait, or the disk
/// is full, there is none, and nothing is lost but time.
/// </summary>
internal sealed partial class SnapshotKeeper : IDisposable
{
    /// <summary>Changes with the order of what is written; the other half with what the analyser makes of a text.</summary>
    public const int Format = (Layout << 16) | Analyser.Version;

    private const int Layout = 3;
    private const int Waiting = 64;

    private readonly ISnapshotStore _store;
    private readonly SnapshotSealer _sealer;
    private readonly Func<ReadGrant, Func<SpaceIndex, Position?, Capture?>, CancellationToken, Task<Capture?>> _read;
    private readonly int _partLength;
    private readonly ILogger _logger;
    private readonly Channel<(ReadGrant Grant, TaskCompletionSource Done)> _queue = Channel.CreateBounded<(ReadGrant, TaskCompletionSource)>(Waiting);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _worker;

    /// <param name="read">Catches an index up and reads from it.</param>
    public SnapshotKeeper(
        ISnapshotStore store,
        SnapshotSealer sealer,
        Func<ReadGrant, Func<SpaceIndex, Position?, Capture?>, CancellationToken, Task<Capture?>> read,
        int partLength,
        ILogger logger)
    {
        (_store, _sealer, _read, _partLength, _logger) = (store, sealer, read, partLength, logger);
        _worker = Task.Run(WorkAsync);
    }

    /// <returns>An index as it stood somewhere in the past of the space; null when there is none to be had.</returns>
    public async Task<(SpaceIndex Index, Position Position)?> FindAsync(ReadGrant grant, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(grant, cancellationToken) is not { } snapshot || snapshot.Head.Format != Format)
        {
            return null;
        }

        if (_sealer.Open(snapshot) is not { } parts)
        {
            LogUnreadable();
            return null;
        }

        try
        {
            var index = SpaceIndex.Load(new SnapshotReader(parts));
            return index.Position == snapshot.Head.Position.Sequence ? (index, snapshot.Head.Position) : null;
        }
        catch (InvalidDataException misfit)
        {
            LogMisfit(misfit);
            return null;
        }
    }

    /// <returns>Done when it was tried; null when too many wait already.</returns>
    public Task? Offer(ReadGrant grant)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        return _queue.Writer.TryWrite((grant, done)) ? done.Task : null;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _queue.Writer.TryComplete();
        _worker.Wait();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (var (grant, done) in _queue.Reader.ReadAllAsync())
        {
            await TrySaveAsync(grant);
            done.SetResult();
        }
    }

    private async Task TrySaveAsync(ReadGrant grant)
    {
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            await SaveAsync(grant, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The server stops. What was begun is swept away by the next one.
        }
        catch (RefusalException refused)
        {
            LogNotKept(refused.Message);
        }
        catch (Exception failure)
        {
            // The top of this worker: a snapshot is a saving, and whoever reads the space is told what is wrong with it.
            LogFailed(failure);
        }
    }

    private async Task SaveAsync(ReadGrant grant, CancellationToken cancellationToken)
    {
        // Before as well: what a purge or a crash left is swept where a full disk keeps a new one from being written.
        await SweepAsync(grant, cancellationToken);
        if (await _store.BeginAsync(grant, cancellationToken) is not { } snapshot
            || await _read(grant, Take, cancellationToken) is not { } capture)
        {
            return;
        }

        var head = new SnapshotHead(Format, capture.Position, SnapshotSealer.NewSalt());
        for (var part = 0; part < capture.Blocks.Count; part++)
        {
            var body = _sealer.Seal(head, part, part == capture.Blocks.Count - 1, capture.Blocks[part].Span);
            if (!await _store.AddAsync(grant, snapshot, part, body, cancellationToken))
            {
                return;
            }
        }

        await _store.FinishAsync(grant, snapshot, head, cancellationToken);
        await SweepAsync(grant, cancellationToken);
    }

    private async Task SweepAsync(ReadGrant grant, CancellationToken cancellationToken)
    {
        while (await _store.SweepAsync(grant, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Capture? Take(SpaceIndex index, Position? position)
    {
        if (position is null)
        {
            return null;
        }

        var writer = new SnapshotWriter(_partLength - Aead.Overhead);
        index.Save(writer);

        return new Capture(position, writer.Blocks());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A snapshot of an index is not what was written there; the index is built from the records")]
    private partial void LogUnreadable();

    [LoggerMessage(Level = LogLevel.Error, Message = "A snapshot of an index opens but does not read; the index is built from the records")]
    private partial void LogMisfit(Exception misfit);

    [LoggerMessage(Level = LogLevel.Information, Message = "No snapshot of an index was kept: {Reason}")]
    private partial void LogNotKept(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Keeping a snapshot of an index failed")]
    private partial void LogFailed(Exception failure);
}

/// <summary>An index at one moment.</summary>
internal sealed record Capture(Position Position, IReadOnlyList<ReadOnlyMemory<byte>> Blocks);
