namespace Locket.Engine.Refusals;

/// <summary>Why the engine said no. Faces translate each code once; a code is never reused for another meaning.</summary>
public enum RefusalCode
{
    /// <summary>The request itself is wrong: a field is missing, malformed or beyond its limit.</summary>
    Invalid,

    /// <summary>The caller is known but may not do this.</summary>
    Forbidden,

    /// <summary>The memory is trusted more than whoever would change it.</summary>
    BelowTrust,

    /// <summary>No such thing in a space the caller may see.</summary>
    NotFound,

    /// <summary>The memory has moved on since the version the caller named.</summary>
    VersionConflict,

    /// <summary>The idempotency key was used before, for another request.</summary>
    IdempotencyConflict,

    /// <summary>The request contradicts the state of things, in another way.</summary>
    Conflict,

    /// <summary>The request is larger than what is accepted.</summary>
    TooLarge,

    /// <summary>The space or the caller has used up what it was given.</summary>
    QuotaExceeded,

    /// <summary>The server cannot do it now; the same request may succeed later.</summary>
    Unavailable,

    /// <summary>The disk is full: nothing was written, reading still works.</summary>
    StorageFull,

    /// <summary>It holds a secret or personal data, and the space takes none.</summary>
    Sensitive,
}
