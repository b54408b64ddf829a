namespace Locket.Benchmarks.Beside;

/// <summary>
/// The best thing to look for where a search takes a substring: chosen by whoever knows the answer, so better than any asker could. Of the words of
/// the question, and of the full name in it, the one that the right memory contains and the fewest others do.
/// </summary>
internal sealed class Keyword(IReadOnlyList<string> texts)
{
    private readonly Dictionary<string, int> _counts = [];

    public string Of(string question, Made right)
    {
        var words = question.Split([' ', ',', '?'], StringSplitOptions.RemoveEmptyEntries);
        return words.Append(right.Person)
            .Where(word => question.Contains(word, StringComparison.Ordinal) && right.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
            .MinBy(Count)!;
    }

    private int Count(string word)
    {
        if (!_counts.TryGetValue(word, out var count))
        {
            _counts[word] = count = texts.Count(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        return count;
    }
}
