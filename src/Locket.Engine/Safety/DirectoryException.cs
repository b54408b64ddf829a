namespace Locket.Engine.Safety;

/// <summary>
/// The data directory cannot be used as it is, so nothing may start. The message is one sentence that says what to do; it
/// names paths and is meant for whoever runs the program, never for a caller of the server.
/// </summary>
public sealed class DirectoryException : Exception
{
    public DirectoryException(string message)
        : base(message)
    {
    }

    public DirectoryException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
