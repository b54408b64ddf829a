namespace Locket.Engine.Context;

/// <summary>Counts tokens of a text, so that a block stays within a budget of them.</summary>
public interface ITokenCounter
{
    /// <summary>How many characters from the start fit, never half of a surrogate pair; it looks no further than that.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">How many tokens there is room for; none below 1.</param>
    /// <param name="tokens">How many those characters take.</param>
    int Fit(ReadOnlySpan<char> text, int most, out int tokens);
}

public static class TokenCounts
{
    public static int Count(this ITokenCounter counter, string text)
    {
        counter.Fit(text, int.MaxValue, out var tokens);

        return tokens;
    }
}
