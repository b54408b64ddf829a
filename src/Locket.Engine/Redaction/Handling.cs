using Locket.Engine.Detection;
using Locket.Engine.Security;

namespace Locket.Engine.Redaction;

/// <summary>What is done with something sensitive in a text that is to be remembered.</summary>
public enum Handling
{
    /// <summary>It is remembered as it is.</summary>
    Keep,

    /// <summary>A mark takes its place, which says what it was and not which.</summary>
    Redact,

    /// <summary>The whole write is refused.</summary>
    Reject,
}

/// <summary>What an operator decides about secrets and about personal data, apart, for the server and for single spaces.</summary>
public sealed record RedactionOptions
{
    public Handling Secrets { get; init; } = Handling.Redact;

    /// <summary>Kept unless said: a memory is about people.</summary>
    public Handling Personal { get; init; } = Handling.Keep;

    /// <summary>Of single spaces; the first that covers one counts.</summary>
    public IReadOnlyList<SpaceHandling> SecretsBySpace { get; init; } = [];

    /// <inheritdoc cref="SecretsBySpace"/>
    public IReadOnlyList<SpaceHandling> PersonalBySpace { get; init; } = [];

    public Handling Of(SpaceName space, Nature nature)
    {
        var (rules, otherwise) = nature == Nature.Secret ? (SecretsBySpace, Secrets) : (PersonalBySpace, Personal);

        return rules.FirstOrDefault(rule => rule.Spaces.Covers(space))?.Handling ?? otherwise;
    }
}

/// <param name="Spaces">The spaces it holds for.</param>
public sealed record SpaceHandling(SpacePattern Spaces, Handling Handling);
