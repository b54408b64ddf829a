namespace Locket.Client.Offline;

/// <summary>A write that is on this machine's disk and not on the server's.</summary>
/// <param name="Key">Its idempotency key; names the entry.</param>
/// <param name="Operation"><c>remember</c>, <c>revise</c>, <c>forget</c>, <c>undo</c>, <c>relate</c> …</param>
/// <param name="Space">Where it goes.</param>
/// <param name="MemoryId">The memory it makes or changes, where that is one.</param>
/// <param name="Text">What it says, where it says something.</param>
/// <param name="QueuedAt">When it was written.</param>
/// <param name="IsParked">Whether it waits for a decision, because the server refused it or it belongs to another server or principal.</param>
/// <param name="Code">The stable name of the reason why it is parked.</param>
/// <param name="Reason">That reason in one sentence.</param>
public sealed record OutboxEntry(
    string Key, string Operation, string Space, string? MemoryId, string? Text, DateTimeOffset QueuedAt, bool IsParked, string? Code, string? Reason);
