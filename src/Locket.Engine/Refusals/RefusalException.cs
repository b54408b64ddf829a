namespace Locket.Engine.Refusals;

/// <summary>
/// The engine understood the request and says no. <see cref="Exception.Message"/> is one sentence written for the
/// caller and is sent to them; anything secret belongs in the log instead.
/// </summary>
public sealed class RefusalException : Exception
{
    public RefusalException(RefusalCode code, string publicMessage)
        : base(publicMessage) => Code = code;

    public RefusalException(RefusalCode code, string publicMessage, Exception cause)
        : base(publicMessage, cause) => Code = code;

    public RefusalCode Code { get; }

    /// <summary>How long to wait before trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A stable name of <see cref="Code"/> for the wire: lower-case words joined by underscores.</summary>
    public string WireCode => Code switch
    {
        RefusalCode.Invalid => "invalid",
        RefusalCode.Forbidden => "forbidden",
        RefusalCode.BelowTrust => "below_trust",
        RefusalCode.NotFound => "not_found",
        RefusalCode.VersionConflict => "version_conflict",
        RefusalCode.IdempotencyConflict => "idempotency_conflict",
        RefusalCode.Conflict => "conflict",
        RefusalCode.TooLarge => "too_large",
        RefusalCode.QuotaExceeded => "quota_exceeded",
        RefusalCode.Unavailable => "unavailable",
        RefusalCode.StorageFull => "storage_full",
        RefusalCode.Sensitive => "sensitive",
        _ => "refused",
    };

    /// <summary>The request itself is wrong; <paramref name="sentence"/> names the field and the limit.</summary>
    public static RefusalException Invalid(string sentence) => new(RefusalCode.Invalid, sentence);

    /// <summary>One sentence for every unknown id, so that a foreign one reads the same.</summary>
    public static RefusalException NoSuchMemory() => new(RefusalCode.NotFound, "no such memory in this space");
}
