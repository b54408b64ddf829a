namespace Locket.Engine.Audit;

/// <summary>One entry of an audit chain: who did what to which object. Never the text; objects are keyed hashes of ids.</summary>
/// <param name="Space">Name of the space, or null for the server's own chain.</param>
/// <param name="Result"><c>done</c>, <c>replayed</c> or the wire code of a refusal.</param>
public sealed record AuditEntry(
    string? Space, long Number, DateTimeOffset At, string Principal, string TokenId, string Action, string? Subject, string Result);

/// <param name="Problem">One sentence that names the chain and the first bad number; null when every seal holds.</param>
public sealed record AuditVerdict(long Entries, int Chains, string? Problem);

/// <param name="Next">Ask again after this one.</param>
public sealed record AuditTail(IReadOnlyList<AuditEntry> Entries, long Next);
