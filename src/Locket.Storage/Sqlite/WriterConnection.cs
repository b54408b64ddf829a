using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Storage.Files;

namespace Locket.Storage.Sqlite;

/// <summary>
/// The connection that writes, through its failures: closed after one, opened again when somebody wants to write and a
/// little time has passed, and used only after it has written and synced something.
/// </summary>
internal sealed class WriterConnection(SqliteDatabase database, IDirectoryLock owner, ReserveFile reserve, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private WriteSession? _session;
    private Exception? _failure;
    private long _lastTry;
    private bool _isShortOfRoom;

    /// <exception cref="RefusalException">The disk failed a moment ago, or the directory belongs to somebody else now.</exception>
    public WriteSession Session()
    {
        if (!owner.IsHeld)
        {
            throw WriteFaults.Fenced();
        }

        _session ??= Open();

        if (_isShortOfRoom && IsTimeToTry())
        {
            _isShortOfRoom = !reserve.TryFill();
        }

        _session.IsShortOfRoom = _isShortOfRoom;

        return _session;
    }

    /// <summary>Called once at the start: from here on this owner writes, and one that was before does not.</summary>
    public void Claim()
    {
        using (var connection = database.OpenWriter())
        {
            using var claim = new Microsoft.Data.Sqlite.SqliteCommand("update system set owner_nonce = $nonce").On(connection, "$nonce");
            claim.With(owner.Owner.Nonce).ExecuteNonQuery();
        }

        _isShortOfRoom = !reserve.TryFill();
        _session = Open();
    }

    /// <returns>False when that was known: the pause after a failure is not over.</returns>
    public bool Fail(Exception failure)
    {
        if (failure is RefusalException && _session is null)
        {
            return false;
        }

        _session?.Dispose();
        _session = null;
        _failure = failure;
        _lastTry = clock.GetTimestamp();
        if (WriteFaults.IsFull(failure))
        {
            reserve.Free();
            _isShortOfRoom = true;

            // Room was just made, so there is nothing to wait for.
            _failure = null;
        }

        return true;
    }

    public void Dispose() => _session?.Dispose();

    private WriteSession Open()
    {
        if (_failure is not null && !IsTimeToTry())
        {
            throw _failure as RefusalException ?? WriteFaults.Failed(_failure);
        }

        var session = new WriteSession(database.OpenWriter(), owner.Owner.Nonce);
        try
        {
            Prove(session);
        }
        catch
        {
            session.Dispose();
            throw;
        }

        _failure = null;

        return session;
    }

    private static void Prove(WriteSession session)
    {
        if (!session.TryBegin())
        {
            throw WriteFaults.Fenced();
        }

        session.Rows.Touch();
        session.Commit();
    }

    private bool IsTimeToTry()
    {
        if (_lastTry != 0 && clock.GetElapsedTime(_lastTry) < Pause)
        {
            return false;
        }

        _lastTry = clock.GetTimestamp();

        return true;
    }
}
