namespace Locket.Client;

/// <summary>This machine's disk failed or is full, or the local copy cannot be opened: what was asked for did not happen, and is not queued.</summary>
public sealed class LocketDiskException : LocketException
{
    /// <summary>Makes one with a sentence.</summary>
    /// <param name="message">What could not be read or written, in one sentence.</param>
    public LocketDiskException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and what lies behind it.</summary>
    /// <param name="message">What could not be read or written, in one sentence.</param>
    /// <param name="cause">What the system said.</param>
    public LocketDiskException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
