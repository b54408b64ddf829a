namespace Locket.Engine.Detection;

/// <summary>A part of a text that ought not to be kept as it is.</summary>
/// <param name="Start">Of the first UTF-16 unit.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Kind">What it looks like: lower-case words joined by hyphens, such as <c>github-token</c>.</param>
/// <param name="Nature">Of a secret, or of a person.</param>
public readonly record struct Finding(int Start, int Length, string Kind, Nature Nature)
{
    public int End => Start + Length;
}

public enum Nature
{
    /// <summary>Whoever reads it can act as somebody: a key, a token, a password.</summary>
    Secret,

    /// <summary>It names or reaches a person, or their money.</summary>
    Personal,
}
