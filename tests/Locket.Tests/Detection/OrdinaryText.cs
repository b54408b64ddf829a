using System.Text.Json;
using Locket.Tests.Support;

namespace Locket.Tests.Detection;

/// <summary>
/// What people write without a secret in it: the sets of the quality bench, which were written by hand in eleven languages, the
/// paragraphs of our own documentation, which are about tokens and keys, hand-written turns of people who work with numbers and hashes,
/// and such turns with drawn numbers in them.
/// </summary>
internal static class OrdinaryText
{
    private const int Drawn = 600;

    public static IEnumerable<string> All() => Sets("bench/quality/sets").Concat(Paragraphs()).Concat(Written()).Concat(Made(7));

    public static IEnumerable<string> Written() =>
        File.ReadLines(Path.Combine(SourceTree.Root, "tests/Locket.Tests/Detection/ordinary.txt")).Where(line => line.Length > 0);

    /// <summary>The texts of every file of lines below a folder.</summary>
    public static IEnumerable<string> Sets(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file).Where(line => line.Contains("\"text\"", StringComparison.Ordinal)))
            {
                yield return JsonElement.Parse(line).GetProperty("text").GetString()!;
            }
        }
    }

    private static IEnumerable<string> Paragraphs() =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file).Split("\n\n"))
            .Where(paragraph => paragraph.Length > 40);

    private static IEnumerable<string> Made(int seed)
    {
        var dice = new SeededDice(seed);
        string Hex(int length) => dice.Letters("0123456789abcdef", length);
        string Uuid() => $"{Hex(8)}-{Hex(4)}-4{Hex(3)}-a{Hex(3)}-{Hex(12)}";
        var turns = Written().Where(turn => turn.Contains('{', StringComparison.Ordinal)).ToList();
        for (var one = 0; one < Drawn; one++)
        {
            yield return turns[one % turns.Count]
                .Replace("{commit}", Hex(40), StringComparison.Ordinal)
                .Replace("{short}", Hex(7), StringComparison.Ordinal)
                .Replace("{sha256}", Hex(64), StringComparison.Ordinal)
                .Replace("{md5}", Hex(32), StringComparison.Ordinal)
                .Replace("{uuid}", Uuid(), StringComparison.Ordinal)
                .Replace("{number}", "4" + dice.Letters("0123456789", 11), StringComparison.Ordinal);
        }
    }
}
