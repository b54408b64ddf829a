namespace Locket.Tests.Screening;

/// <summary>The texts of this folder: what attackers and what people say.</summary>
internal static class Sayings
{
    /// <summary>Every text of <c>Ordinary.txt</c>, with each choice of its parts.</summary>
    public static IReadOnlyList<string> Ordinary { get; } =
        [.. Lines("Ordinary.txt").Where(line => !line.StartsWith("# ", StringComparison.Ordinal)).SelectMany(line => Expanded(line)).Distinct(StringComparer.Ordinal)];

    public static IReadOnlyList<Attack> Attacks { get; } = [.. Read()];

    private static IEnumerable<Attack> Read()
    {
        var (family, isHeld, at) = ("", false, 0);
        foreach (var line in Lines("Attacks.txt").Where(line => !line.StartsWith("# ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                var words = line[3..].Split(' ');
                (family, isHeld, at) = (words[0], words.Length > 1, 0);
            }
            else
            {
                at++;
                yield return new Attack(family, isHeld, isHeld || at % 3 == 0, line.Replace("\\n", "\n", StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<string> Expanded(string line)
    {
        var open = line.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : line.IndexOf('}', open);
        var parts = close < 0 ? [] : line[(open + 1)..close].Split('|');

        return parts.Length < 2 ? [line] : parts.SelectMany(part => Expanded(line[..open] + part + line[(close + 1)..]));
    }

    private static IEnumerable<string> Lines(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Screening", name)).Where(line => !string.IsNullOrWhiteSpace(line));
}

/// <param name="IsOfHeldFamily">Of a family that nothing was made for.</param>
/// <param name="IsHeld">Not looked at while words and weights were made.</param>
internal sealed record Attack(string Family, bool IsOfHeldFamily, bool IsHeld, string Text);
