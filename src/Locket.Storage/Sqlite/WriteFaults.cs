using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Microsoft.Data.Sqlite;

namespace Locket.Storage.Sqlite;

/// <summary>Tells a disk that failed from a unit of work that did, and what the callers hear about it.</summary>
internal static class WriteFaults
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenThereIsRoom = TimeSpan.FromSeconds(10);
    private const int SqliteConstraint = 19;
    private const int SqliteMisuse = 21;
    private const int SqliteError = 1;
    private const int SqliteMismatch = 20;
    private const int SqliteTooBig = 18;
    private const int SqliteRange = 25;
    private const int SqliteFull = 13;
    private const int NoSpace = 28;
    private const int QuotaOnLinux = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    /// <summary>Everything that is not the fault of one statement: the transaction around it cannot be trusted any more.</summary>
    public static bool IsOfDisk(SqliteException failure) => failure.SqliteErrorCode is not
        (SqliteConstraint or SqliteMisuse or SqliteError or SqliteMismatch or SqliteTooBig or SqliteRange);

    public static bool IsOutage(Exception failure) =>
        failure is SqliteException or IOException or UnauthorizedAccessException or DirectoryException;

    public static bool IsFull(Exception failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        IOException io => io.HResult is NoSpace or QuotaOnLinux or DiskFullOnWindows,
        _ => false,
    };

    public static RefusalException Full(Exception? cause = null) => cause is null
        ? new(RefusalCode.StorageFull, "the disk of the server is full: nothing was written") { RetryAfter = WhenThereIsRoom }
        : new(RefusalCode.StorageFull, "the disk of the server is full: nothing was written", cause) { RetryAfter = WhenThereIsRoom };

    public static RefusalException Failed(Exception cause) => IsFull(cause)
        ? Full(cause)
        : new(RefusalCode.Unavailable, "the server could not write to its disk: nothing was written", cause) { RetryAfter = Soon };

    public static RefusalException Closed() =>
        new(RefusalCode.Unavailable, "the server is stopping: nothing was written") { RetryAfter = Soon };

    public static RefusalException Fenced() =>
        new(RefusalCode.Unavailable, "another process owns the data now: nothing was written") { RetryAfter = Soon };
}
