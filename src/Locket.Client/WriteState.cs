namespace Locket.Client;

/// <summary>How far a write has come.</summary>
public enum WriteState
{
    /// <summary>The server has it on disk.</summary>
    Stored,

    /// <summary>The server was away: the write is on this machine's disk and is sent, once, when the server is back.</summary>
    Queued,
}
