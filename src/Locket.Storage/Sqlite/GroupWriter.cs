using System.Threading.Channels;
using Locket.Engine.Sealing;
using Microsoft.Extensions.Logging;

namespace Locket.Storage.Sqlite;

/// <summary>
/// Group commit. One thread owns the one connection that writes; whatever waits for it shares a transaction, and so a sync of
/// the disk. Each unit of work runs inside a savepoint: its failure is its own. Nobody is told "done" before the commit is
/// synced, and if that fails nobody is told "done" at all.
/// </summary>
/// <remarks>
/// After any failure of the disk the connection is closed and a new one has to prove that it can write, before another unit
/// starts: what an fsync that failed has left in the page cache cannot be known (the PostgreSQL "fsyncgate").
/// </remarks>
internal sealed partial class GroupWriter : IDisposable
{
    private const int Waiting = 1024;
    private readonly Channel<WriteUnit> _queue = Channel.CreateBounded<WriteUnit>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly WriterConnection _connection;
    private readonly Keyring _keyring;
    private readonly SpaceBirths _births;
    private readonly TokenCache _tokens;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private readonly int _largestGroup;

    public GroupWriter(
        WriterConnection connection, Keyring keyring, SpaceBirths births, TokenCache tokens, ILogger logger, int largestGroup)
    {
        (_connection, _keyring, _births, _tokens, _logger, _largestGroup) = (connection, keyring, births, tokens, logger, largestGroup);
        _thread = new Thread(Loop) { Name = "locket writer", IsBackground = true };
        _thread.Start();
    }

    public async Task<T> RunAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var unit = new WriteUnit<T>(work, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(unit, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw WriteFaults.Closed();
        }

        return await unit.Done;
    }

    /// <summary>Lets in nothing more, finishes what waits, closes the connection.</summary>
    public void Dispose()
    {
        if (_queue.Writer.TryComplete())
        {
            _thread.Join();
            _connection.Dispose();
        }
    }

    private void Loop()
    {
        var group = new List<WriteUnit>(_largestGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < _largestGroup && _queue.Reader.TryRead(out var unit))
            {
                if (unit.TryStart())
                {
                    group.Add(unit);
                }
            }

            if (group.Count > 0)
            {
                Process(group);
                group.Clear();
            }
        }
    }

    private void Process(List<WriteUnit> group)
    {
        try
        {
            var done = Commit(_connection.Session(), group);
            done.ForEach(unit => unit.Acknowledge());
        }
        catch (Exception failure)
        {
            // The top of this thread. Everybody in the group hears it, and the connection is not used again.
            if (_connection.Fail(failure))
            {
                GroupFailed(_logger, failure, group.Count);
            }

            var reason = WriteFaults.IsOutage(failure) ? WriteFaults.Failed(failure) : failure;
            group.ForEach(unit => unit.Refuse(reason));
        }
    }

    /// <returns>The units that are durable now. Those that failed by themselves have been told so.</returns>
    private List<WriteUnit> Commit(WriteSession session, List<WriteUnit> group)
    {
        session.Forget();
        if (!session.TryBegin())
        {
            throw WriteFaults.Fenced();
        }

        var done = new List<WriteUnit>(group.Count);
        var failed = new List<(WriteUnit Unit, Exception Reason)>();
        foreach (var unit in group)
        {
            if (Run(session, unit) is { } reason)
            {
                failed.Add((unit, reason));
            }
            else
            {
                done.Add(unit);
            }
        }

        if (done.Count == 0)
        {
            session.Rollback();
        }
        else
        {
            // Keys first: a key without a row is harmless, a row without its key is lost.
            session.WriteHeads();
            _keyring.Flush();
            session.Commit();
            _births.Born(session.MovedSpaces);
            _tokens.Put(session.ChangedTokens);
        }

        failed.ForEach(one => one.Unit.Refuse(one.Reason));

        return done;
    }

    /// <returns>Why the unit failed, with all it did undone; null when it did not.</returns>
    private static Exception? Run(WriteSession session, WriteUnit unit)
    {
        session.Save();
        try
        {
            unit.Run(session);
        }
        catch (Exception reason) when (session.Fault is null && session.IsInTransaction)
        {
            // Whatever it was goes to whoever brought the work, and to nobody else.
            session.BackToSave();
            return reason;
        }

        if (session.Fault is { } fault)
        {
            throw fault;
        }

        session.Release();

        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Units} writes was refused because the disk or the database failed")]
    private static partial void GroupFailed(ILogger logger, Exception failure, int units);
}
