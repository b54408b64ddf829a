using Locket.Engine.Security;

namespace Locket.Engine.Audit;

/// <summary>Reading and checking the tamper-evident log.</summary>
public sealed class AuditEngine
{
    /// <summary>Checks every seal of every chain, and records against audit both ways.</summary>
    public Task<AuditVerdict> VerifyAsync(Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Entries of all chains in the order they were written, after a number; a negative number counts from the end.</summary>
    public Task<AuditTail> ReadAsync(Caller caller, long after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
