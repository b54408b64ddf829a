namespace Locket.Client;

/// <summary>How far a write has come.</summary>
public enum WriteState
{
    /// <summary>The server has it on disk.</summary>
    Stored,
}
