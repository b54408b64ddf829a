namespace Locket.Client.Contracts;

/// <summary>How far what a client answers can be relied on.</summary>
public enum ItemState
{
    /// <summary>The server said so just now.</summary>
    Current,

    /// <summary>From the local copy: it was so when the server was last heard of.</summary>
    Stale,

    /// <summary>Written by this client and waiting for the server.</summary>
    Queued,
}
