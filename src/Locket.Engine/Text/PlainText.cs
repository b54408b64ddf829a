namespace Locket.Engine.Text;

/// <summary>Questions about strings that came from outside.</summary>
public static class PlainText
{
    /// <summary>False when a surrogate stands alone: such a string cannot be written as UTF-8 and read back.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    public static bool HasControl(string text) => text.Any(char.IsControl);
}
