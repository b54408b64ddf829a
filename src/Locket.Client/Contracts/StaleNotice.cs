namespace Locket.Client.Contracts;

/// <summary>That an answer was made on this machine, because the server gave none.</summary>
/// <param name="Reason">Which address was tried and why it did not answer, or what has to go out before; one sentence without a full stop.</param>
/// <param name="Known">How much of the space is known here.</param>
public sealed record StaleNotice(string Reason, CopyExtent Known);
