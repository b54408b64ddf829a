using Locket.Engine.Text;

namespace Locket.Client;

/// <summary>Strings that can be sent and read back. .NET would put U+FFFD for half a surrogate pair, without a word.</summary>
internal static class WellFormed
{
    /// <exception cref="ArgumentException">A surrogate stands alone in it.</exception>
    public static string Check(string text, string name) => PlainText.IsWellFormed(text)
        ? text
        : throw new ArgumentException($"{name} contains a lone surrogate, which is not text", name);

    public static string Escape(string text, string name) => Uri.EscapeDataString(Check(text, name));
}
