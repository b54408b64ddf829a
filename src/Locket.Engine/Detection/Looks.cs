namespace Locket.Engine.Detection;

/// <summary>Second looks at what has the form of a token whose beginning is short enough to begin a word.</summary>
internal static class Looks
{
    /// <summary>It holds letters and digits in no order.</summary>
    public static bool Drawn(string token) => token.Any(char.IsAsciiDigit) && Randomness.Holds(token);

    /// <summary>It is not the key that the manuals of its issuer show.</summary>
    public static bool NoExample(string token) => !token.EndsWith("EXAMPLE", StringComparison.Ordinal);
}
