namespace Locket.Client.Contracts;

/// <summary>Asks to take back what a token did.</summary>
/// <param name="Since">Only what it did then or later; everything when null.</param>
public sealed record RollbackRequest(DateTimeOffset? Since);

/// <summary>What was taken back.</summary>
/// <param name="Held">Memories that the token wrote, and that wait for a review now.</param>
/// <param name="Restored">Memories, relations and descriptions that it changed, and that stand again as before.</param>
/// <param name="Spaces">Spaces in which it had done something.</param>
public sealed record RollbackView(int Held, int Restored, int Spaces);
