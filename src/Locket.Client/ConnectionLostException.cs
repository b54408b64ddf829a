namespace Locket.Client;

/// <summary>An attempt ended without an answer. Never leaves the client: it is either tried again or becomes a sentence.</summary>
internal sealed class ConnectionLostException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>Whether somebody may be there who is only slow.</summary>
    public bool IsLate { get; init; }
}
