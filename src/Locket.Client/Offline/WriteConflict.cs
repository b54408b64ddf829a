namespace Locket.Client.Offline;

/// <summary>A write that waited, and found that the memory had moved on. Nothing of it is lost, and it did not become current.</summary>
/// <param name="Key">The write's idempotency key; names the conflict.</param>
/// <param name="Operation"><c>remember</c>, <c>revise</c>, <c>forget</c>, <c>undo</c> or <c>relate</c>.</param>
/// <param name="Space">Where.</param>
/// <param name="MemoryId">Which memory; null for an edge.</param>
/// <param name="Text">What the write said, where it said something.</param>
/// <param name="QueuedAt">When it was written.</param>
/// <param name="FoundAt">When the server heard of it.</param>
/// <param name="Reason">What became of it, in one sentence.</param>
public sealed record WriteConflict(
    string Key, string Operation, string Space, string? MemoryId, string? Text, DateTimeOffset QueuedAt, DateTimeOffset FoundAt, string Reason);
