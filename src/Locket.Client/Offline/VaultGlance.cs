namespace Locket.Client.Offline;

/// <summary>What lies in a vault, as far as it concerns somebody who looks after the machine.</summary>
/// <param name="Outbox">All that is not on the server, in order: parked too, and of whatever principal and server.</param>
/// <param name="Conflicts">How many conflicts nobody has settled yet.</param>
internal sealed record VaultGlance(IReadOnlyList<QueuedCall> Outbox, long Conflicts);
