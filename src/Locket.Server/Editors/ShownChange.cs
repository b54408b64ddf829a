using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Locket.Server.Editors;

/// <summary>
/// A change as people read it: lines that go, lines that come. A configuration may hold the tokens of other servers, so of what is
/// not ours only short words, names, paths and addresses are shown.
/// </summary>
internal static partial class ShownChange
{
    private const int MostLines = 200;
    private const int Width = 160;
    private const int LongestWord = 12;

    /// <param name="ours">The entry, whose values are shown as they are.</param>
    public static IReadOnlyList<string> Lines(string before, string after, JsonObject? ours)
    {
        var known = ours is null ? [] : Values(ours).ToHashSet(StringComparer.Ordinal);
        var old = Split(before);
        var now = Split(after);
        var head = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = old.Skip(head).Reverse().Zip(now.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var gone = old[head..^tail].Select(line => "- " + Shown(line, known));
        var come = now[head..^tail].Select(line => "+ " + Shown(line, known));

        return
        [
            string.Create(CultureInfo.InvariantCulture, $"@@ line {head + 1}"),
            .. gone.Take(MostLines),
            .. come.Take(MostLines),
        ];
    }

    /// <summary>An entry on one line, as far as it may be shown.</summary>
    public static string Entry(JsonObject entry) => Masked(entry.ToJsonString(), []);

    private static string[] Split(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();

        return lines is [.. var whole, ""] ? whole : lines;
    }

    private static string Shown(string line, HashSet<string> known)
    {
        var masked = Masked(line, known);

        return masked.Length <= Width ? masked : masked[..Width] + "…";
    }

    private static string Masked(string line, HashSet<string> known) => Word().Replace(line, word =>
        word.Groups["key"].Success || IsPlain(word.Groups["text"].Value, known) ? word.Value : $"{word.Value[0]}…{word.Value[0]}");

    private static bool IsPlain(string text, HashSet<string> known) =>
        text.Length <= LongestWord || known.Contains(text) || known.Contains(text.Replace(@"\\", @"\", StringComparison.Ordinal)) || Harmless().IsMatch(text);

    private static IEnumerable<string> Values(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value)),
        JsonArray items => items.SelectMany(Values),
        null => [],
        _ => [node.ToString()],
    };

    // A string; it is a key where a colon or an equals sign comes after it.
    [GeneratedRegex("""(?:"(?<text>(?:[^"\\]|\\.)*)"|'(?<text>[^']*)')(?<key>\s*[:=])?""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:[/~.][^\s?#]*|[A-Za-z]:\\[^\s]*|https?://[^\s?#@]*|[A-Za-z][A-Za-z .-]{0,40})$")]
    private static partial Regex Harmless();
}
