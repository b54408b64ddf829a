namespace Locket.Client;

/// <summary>What was forgotten about a user.</summary>
/// <param name="DeletedCount">How many memories; of a write that is queued, how many this client knows of.</param>
public sealed record UserMemoriesDeleted(int DeletedCount);
