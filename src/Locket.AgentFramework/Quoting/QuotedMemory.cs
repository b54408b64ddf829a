using Locket.Client.Contracts;
using Locket.Engine.Context;
using Locket.Engine.Text;

namespace Locket.AgentFramework.Quoting;

/// <summary>A memory as a model reads it: what the server says of it in one line, then its text.</summary>
internal static class QuotedMemory
{
    private const string Unknown = "unknown";

    private const string Cut = " …";

    public static string Of(MemoryView memory, DateTimeOffset now) => $"{Head(memory, now)}\n{memory.Text}";

    /// <summary>The same with at most so many tokens of its text; the rest is cut off.</summary>
    public static string Of(MemoryView memory, DateTimeOffset now, ITokenCounter counter, int mostTokens)
    {
        var text = memory.Text ?? "";
        var end = counter.Fit(text, mostTokens, out _);

        return $"{Head(memory, now)}\n{(end == text.Length ? text : text[..end].TrimEnd() + Cut)}";
    }

    private static string Head(MemoryView memory, DateTimeOffset now)
    {
        var age = QuotedData.Age(now - memory.CreatedAt, memory.OccurredAt);
        var head = QuotedData.Head(memory.Id, memory.Trust ?? Unknown, age, memory.Source?.Origin ?? Unknown, memory.Source?.Client, memory.Kind);

        return memory.Author is { } name ? $"{head} | said by {PlainText.OneLine(name)}" : head;
    }
}
