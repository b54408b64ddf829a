namespace Locket.Client;

/// <summary>No server could be found, or the one that was found did not answer. Whether a write arrived is not known.</summary>
public sealed class LocketUnreachableException : LocketException
{
    /// <summary>Makes one with a sentence.</summary>
    /// <param name="message">What was tried, in one sentence.</param>
    public LocketUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and what lies behind it.</summary>
    /// <param name="message">What was tried, in one sentence.</param>
    /// <param name="cause">What the network said.</param>
    public LocketUnreachableException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
