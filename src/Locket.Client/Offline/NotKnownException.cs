namespace Locket.Client.Offline;

/// <summary>What was asked for may be at the server, and is not among what is known here. Becomes an exception of the client's own.</summary>
internal sealed class NotKnownException(string message) : Exception(message);
