namespace Locket.Client.Offline;

/// <summary>The local files could not be read or written. Nothing was acknowledged that rests on them.</summary>
internal sealed class VaultException : IOException
{
    public VaultException(string message)
        : base(message)
    {
    }

    public VaultException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
