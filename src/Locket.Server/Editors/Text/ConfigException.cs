namespace Locket.Server.Editors.Text;

/// <summary>A configuration cannot be edited, so it is left alone. The message is the part of a sentence that says why.</summary>
internal sealed class ConfigException : Exception
{
    public ConfigException(string message)
        : base(message)
    {
    }

    public ConfigException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
