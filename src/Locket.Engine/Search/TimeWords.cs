using System.Collections.Frozen;

namespace Locket.Engine.Search;

/// <summary>Words by which a text says when something happens. "may" and "march" are left out: they are rarely months.</summary>
internal static class TimeWords
{
    private const int YearLength = 4;

    private static readonly FrozenSet<string> All = """
        yesterday today tomorrow tonight ago week weeks weekend weekends month months year years day days recently soon
        monday tuesday wednesday thursday friday saturday sunday
        january february april june july august september october november december
        spring summer autumn winter christmas easter birthday anniversary
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => All.Contains(word) || IsYear(word);

    public static bool IsYear(string word) =>
        word.Length == YearLength && (word.StartsWith("19", StringComparison.Ordinal) || word.StartsWith("20", StringComparison.Ordinal))
        && !word.AsSpan().ContainsAnyExceptInRange('0', '9');
}
