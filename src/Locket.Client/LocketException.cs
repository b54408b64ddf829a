namespace Locket.Client;

/// <summary>Something that the client was asked for did not happen. The message is one sentence for whoever runs the program.</summary>
public abstract class LocketException : Exception
{
    private protected LocketException(string message)
        : base(message)
    {
    }

    private protected LocketException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
