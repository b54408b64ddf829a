namespace Locket.Client;

/// <summary>There is no token, it may not be used here, or the server does not know it. Never answered from elsewhere.</summary>
public sealed class LocketUnauthorizedException : LocketException
{
    /// <summary>Makes one with a sentence.</summary>
    /// <param name="message">Why, in one sentence; never holds the token.</param>
    public LocketUnauthorizedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and what lies behind it.</summary>
    /// <param name="message">Why, in one sentence; never holds the token.</param>
    /// <param name="cause">What the file system said.</param>
    public LocketUnauthorizedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
