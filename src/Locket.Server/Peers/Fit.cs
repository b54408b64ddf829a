using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Text;

namespace Locket.Server.Peers;

/// <summary>
/// Makes names of other programs fit ours. What is too long is cut and ends in a hash of the whole, so that two long names
/// stay two, and a relation still finds the thing it speaks of.
/// </summary>
internal static class Fit
{
    private const int HashBytes = 4;
    private const char Cut = '~';

    /// <returns>A name of at most 128 characters, or null where nothing is left of it.</returns>
    public static string? Name(string? text) => Within(text, Limits.Name);

    /// <returns>A label of at most 64 characters, or null where nothing is left of it.</returns>
    public static string? Label(string? text) => Within(text, Limits.Label);

    /// <returns>At most as many labels as a memory takes, each once.</returns>
    public static IReadOnlyList<string> Labels(IEnumerable<string?> texts) =>
        [.. texts.Select(Label).OfType<string>().Distinct(StringComparer.Ordinal).Take(Limits.Tags)];

    /// <returns>At most as many names as a memory takes, each once.</returns>
    public static IReadOnlyList<string> Names(IEnumerable<string?> texts) =>
        [.. texts.Select(Name).OfType<string>().Distinct(StringComparer.Ordinal).Take(Limits.About)];

    private static string? Within(string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var plain = PlainText.HasControl(text) ? string.Concat(text.Select(letter => PlainText.IsControl(letter) ? ' ' : letter)) : text;
        plain = plain.Trim();
        if (plain.Length <= most)
        {
            return plain.Length == 0 ? null : plain;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)).AsSpan(0, HashBytes));
        var kept = most - hash.Length - 1;
        kept -= char.IsHighSurrogate(plain[kept - 1]) ? 1 : 0;

        return string.Create(CultureInfo.InvariantCulture, $"{plain.AsSpan(0, kept)}{Cut}{hash}");
    }
}
