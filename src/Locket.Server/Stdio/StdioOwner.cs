using Locket.Engine.Safety;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Stdio;

/// <summary>
/// Owns the data directory where nobody else does: the bridge then talks to a server in its own process, in the same way in
/// which it would talk to any other.
/// </summary>
internal sealed partial class StdioOwner(
    IDataDirectory directory, LocketSettings settings, TimeProvider clock, ILogger<StdioOwner> logger) : IAsyncDisposable
{
    /// <summary>After handing over, how long the one that asked is given to take what it asked for.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1, 1);
    private LocketHost? _host;
    private long? _leftAt;

    /// <summary>Becomes the owner, or finds whether this process is it already.</summary>
    /// <exception cref="DirectoryException">The lock cannot be trusted.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            LetGoOfLeft();
            if (_host is not null)
            {
                return true;
            }

            if (_leftAt is { } at && clock.GetElapsedTime(at) < Courtesy)
            {
                return false;
            }

            if (directory.TryTake(HostRole.Stdio) is not { } taken)
            {
                return false;
            }

            // Not to be cancelled half-way: the lock belongs to the host from here on, and a start takes less than a second.
            _host = await LocketHost.StartAsync(
                new HostRequest { Settings = settings, Role = HostRole.Stdio, Lock = taken }, CancellationToken.None);
            LogTaken();
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets requests under way end, then frees the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.DisposeAsync();
        }

        _one.Dispose();
    }

    private void LetGoOfLeft()
    {
        if (_host is { Completion.IsCompleted: true })
        {
            _host = null;
            _leftAt = clock.GetTimestamp();
            LogLeft();
        }
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Information, Message = "Nobody owned the data directory; this process does now.")]
    private partial void LogTaken();

    [LoggerMessage(EventId = 302, Level = LogLevel.Information, Message = "A server asked for the data directory; this process goes on through it.")]
    private partial void LogLeft();
}
