using System.Text;
using Locket.Client.Contracts;
using Locket.Engine.Context;

namespace Locket.AgentFramework.Quoting;

/// <summary>A memory as a model reads it: what the server says of it in one line, then its text.</summary>
internal static class QuotedMemory
{
    private const string Cut = "…";

    public static string Of(MemoryView memory, DateTimeOffset now) => Of(memory, now, int.MaxValue);

    /// <summary>The same with at most so many bytes of its text; the rest is cut off.</summary>
    public static string Of(MemoryView memory, DateTimeOffset now, int mostBytes)
    {
        // What a writer could choose stands last, after what the server says.
        var head = $"id {memory.Id} | trust {memory.Trust ?? "unknown"} | {QuotedData.Age(now - memory.CreatedAt, memory.OccurredAt)}"
            + $" | from {Source(memory.Source)} | {memory.Kind}";
        var author = memory.Author is { } name ? $" | said by {OneLine(name)}" : "";

        return $"{head}{author}\n{Shortened(memory.Text, mostBytes)}";
    }

    private static string Source(SourceView? source) =>
        source is null ? "unknown" : $"{source.Origin ?? "unknown"}{(source.Client is { } client ? $" via {client}" : "")}";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Shortened(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var left = bytes - Encoding.UTF8.GetByteCount(Cut);
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return text[..end] + Cut;
    }
}
