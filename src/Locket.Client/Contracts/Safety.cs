namespace Locket.Client.Contracts;

/// <summary>Asks the owner of a data directory for a backup.</summary>
public sealed record BackupRequest
{
    /// <summary>Absolute path of the new file.</summary>
    public required string File { get; init; }
}

/// <summary>What was found in the records, or in a copy of them.</summary>
/// <param name="Schema">Version of the database's schema.</param>
/// <param name="Spaces">How many spaces.</param>
/// <param name="Records">How many rows of memories.</param>
/// <param name="AuditRows">How many rows of the audit log.</param>
/// <param name="Problems">One sentence each; empty when everything is as it was written.</param>
public sealed record StoreReportView(int Schema, long Spaces, long Records, long AuditRows, IReadOnlyList<string> Problems);
