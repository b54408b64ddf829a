using Locket.Engine.Records;
using Locket.Engine.Sealing;

namespace Locket.Engine.Safety;

/// <summary>Opens one sealed row of the space with that incarnation, and throws where it is not what was written.</summary>
/// <exception cref="DamagedException">The row is damaged.</exception>
public delegate void RowCheck(Guid incarnation, SealedRow row);

/// <summary>Copies the records of a running store, and checks that copies and originals can be read.</summary>
public interface IBackup
{
    /// <summary>
    /// Writes the records as they stand now to a new file, opens and checks it, and then refreshes <c>locket.keyring</c> beside it.
    /// The key file itself is never copied.
    /// </summary>
    /// <param name="check">Opens every row of the copy; null checks structure only.</param>
    /// <exception cref="DirectoryException">The file exists, or something else stands in the way; no file is left behind.</exception>
    Task<StoreReport> BackupAsync(string file, RowCheck? check, CancellationToken cancellationToken);

    /// <summary>Reads everything there is and names what is wrong. Changes nothing.</summary>
    Task<StoreReport> VerifyAsync(RowCheck? check, CancellationToken cancellationToken);
}

/// <summary>Brings a backup back. Works on a directory that nobody has open.</summary>
public interface IRestore
{
    /// <summary>Puts a checked backup and the keyring beside it into a data directory that holds neither keys' nor records' files.</summary>
    /// <remarks>Only the key file <c>locket.key</c> may stand there before: put it there first, for it is in no backup.</remarks>
    /// <param name="checks">Makes, from the keyring of the backup, what opens every row; null checks structure only.</param>
    /// <exception cref="DirectoryException">The directory is not empty, or the backup is not whole; nothing is left in it then.</exception>
    Task<StoreReport> RestoreAsync(string file, Func<Keyring, RowCheck>? checks, CancellationToken cancellationToken);
}

/// <summary>Brings an older schema up to date, one transaction a step, after a verified backup inside the directory.</summary>
public interface IMigration
{
    /// <exception cref="DirectoryException">The directory is in use, or was written by a newer version.</exception>
    Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken);
}

/// <param name="Problems">One sentence each, with internal ids only; empty when all is well.</param>
public sealed record StoreReport(int Schema, long Spaces, long Records, long AuditRows, IReadOnlyList<string> Problems)
{
    public bool IsSound => Problems.Count == 0;
}

/// <param name="Backup">The file made before the first step; null when there was nothing to do or nothing to lose.</param>
public sealed record MigrationReport(int From, int To, string? Backup);
