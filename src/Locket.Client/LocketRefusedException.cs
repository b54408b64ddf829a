namespace Locket.Client;

/// <summary>The server understood the request and said no. The message is the server's own sentence.</summary>
public sealed class LocketRefusedException : LocketException
{
    /// <summary>Makes one.</summary>
    /// <param name="status">The HTTP status, such as 409.</param>
    /// <param name="code">The stable name of the reason, such as <c>version_conflict</c>.</param>
    /// <param name="sentence">The server's sentence.</param>
    /// <param name="retryAfter">How long to wait before trying again, where the server said so.</param>
    public LocketRefusedException(int status, string code, string sentence, TimeSpan? retryAfter)
        : base(sentence) => (Status, Code, RetryAfter) = (status, code, retryAfter);

    /// <summary>The HTTP status, such as 409.</summary>
    public int Status { get; }

    /// <summary>The stable name of the reason, such as <c>version_conflict</c>; never reused for another meaning.</summary>
    public string Code { get; }

    /// <summary>How long to wait before trying again, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; }
}
