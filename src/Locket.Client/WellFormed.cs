namespace Locket.Client;

/// <summary>Strings that can be sent and read back. .NET would put U+FFFD for half a surrogate pair, without a word.</summary>
internal static class WellFormed
{
    /// <exception cref="ArgumentException">A surrogate stands alone in it.</exception>
    public static string Check(string text, string name)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                throw new ArgumentException($"{name} contains a lone surrogate, which is not text", name);
            }

            at++;
        }

        return text;
    }

    public static string Escape(string text, string name) => Uri.EscapeDataString(Check(text, name));
}
