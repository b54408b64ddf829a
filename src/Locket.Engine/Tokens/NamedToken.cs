using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>A named token as its owner may see it: everything but the secret.</summary>
public sealed record NamedToken
{
    public required string PublicId { get; init; }

    public required string Name { get; init; }

    /// <summary>Stays the same when the token is rotated.</summary>
    public required string Principal { get; init; }

    public required Scope Scopes { get; init; }

    public required IReadOnlyList<SpacePattern> Spaces { get; init; }

    public required SpaceName DefaultSpace { get; init; }

    public required Trust Trust { get; init; }

    public required int WritesPerMinute { get; init; }

    public required int ReadsPerMinute { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it last let somebody in, to the minute after a restart; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>As which other server the MCP face answers this token, unless a request says; null for none.</summary>
    public string? Profile { get; init; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);
}

/// <summary>What a new token is asked to be.</summary>
public sealed record TokenRequest
{
    public const int DefaultDays = 90;
    public const int MaxDays = 365;
    public const int DefaultWritesPerMinute = 600;
    public const int DefaultReadsPerMinute = 6_000;

    public required string Name { get; init; }

    public Scope Scopes { get; init; } = Scope.Read | Scope.Write;

    /// <summary>Only the default space when empty.</summary>
    public IReadOnlyList<SpacePattern> Spaces { get; init; } = [];

    public SpaceName? DefaultSpace { get; init; }

    public Trust Trust { get; init; } = Trust.Agent;

    public int ExpiresInDays { get; init; } = DefaultDays;

    public int WritesPerMinute { get; init; } = DefaultWritesPerMinute;

    public int ReadsPerMinute { get; init; } = DefaultReadsPerMinute;

    /// <inheritdoc cref="NamedToken.Profile"/>
    public string? Profile { get; init; }
}

/// <param name="Secret">The whole token; exists only here and at its owner.</param>
public sealed record IssuedToken(NamedToken Token, string Secret);
