using Locket.Client.Contracts;
using Locket.Engine.Context;
using Locket.Engine.Text;

namespace Locket.AgentFramework.Quoting;

/// <summary>A memory as a model reads it: what the server says of it in one line, then its text.</summary>
internal static class QuotedMemory
{
    private const string Unknown = "unknown";

    public static string Of(MemoryView memory, DateTimeOffset now) => Of(memory, now, int.MaxValue);

    /// <summary>The same with at most so many bytes of its text; the rest is cut off.</summary>
    public static string Of(MemoryView memory, DateTimeOffset now, int mostBytes)
    {
        var age = QuotedData.Age(now - memory.CreatedAt, memory.OccurredAt);
        var head = QuotedData.Head(memory.Id, memory.Trust ?? Unknown, age, memory.Source?.Origin ?? Unknown, memory.Source?.Client, memory.Kind);
        var author = memory.Author is { } name ? $" | said by {PlainText.OneLine(name)}" : "";

        return $"{head}{author}\n{PlainText.Shortened(memory.Text, mostBytes)}";
    }
}
