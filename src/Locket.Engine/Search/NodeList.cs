using System.Globalization;
using System.Text;
using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>
/// The space as a graph of things with observations, in the order in which they were first described. What is remembered about a name
/// belongs to it even where nobody described it.
/// </summary>
internal static class NodeList
{
    /// <summary>What stands around a text in an answer.</summary>
    public const int BytesPerText = 16;

    /// <summary>Those that are wanted, with every edge there is, or every edge at one of them.</summary>
    /// <returns>Null where it would take more than so many bytes: whoever asks must not make a space as large as it is again.</returns>
    public static GraphPart? Part(EntityGraph graph, Func<NodeView, bool> isWanted, bool withAllEdges, long most, long now)
    {
        var found = new List<(long Sequence, NodeView View)>();
        foreach (var one in graph.All.SelectMany(node => Of(node, now)).Where(one => isWanted(one.View)))
        {
            found.Add(one);
            most -= one.View.Bytes;
            if (most < 0)
            {
                return null;
            }
        }

        var names = found.Select(one => one.View.Name).ToHashSet(StringComparer.Ordinal);
        var edges = new List<RelationView>();
        foreach (var edge in graph.HoldingAt(now).Where(edge => withAllEdges || names.Contains(edge.Content.From) || names.Contains(edge.Content.To)))
        {
            edges.Add(edge.View());
            most -= SizeOf(edge.Content.From) + SizeOf(edge.Content.Relation) + SizeOf(edge.Content.To);
            if (most < 0)
            {
                return null;
            }
        }

        // One memory may be the first about several names.
        var inOrder = found.OrderBy(one => one.Sequence).ThenBy(one => one.View.Name, StringComparer.Ordinal);

        return new GraphPart([.. inOrder.Select(one => one.View)], edges);
    }

    /// <summary>What a name or a text counts for in an answer.</summary>
    public static long SizeOf(string text) => Encoding.UTF8.GetByteCount(text) + BytesPerText;

    public static IReadOnlyList<NodeView> Named(EntityGraph graph, string name, long now) =>
        graph.Exactly(name) is { } node ? [.. Of(node, now).Select(found => found.View)] : [];

    private static List<(long Sequence, NodeView View)> Of(EntityNode node, long now)
    {
        var memories = node.Memories.Values.Where(memory => !memory.HasExpired(now) && memory.Kind != MemoryKinds.File).ToList();
        var copies = node.Descriptions.Values.Where(description => !description.IsOver).GroupBy(description => description.Copy).ToList();
        if (copies.Count == 0)
        {
            return memories.Count == 0 ? [] : [(memories[0].Sequence, View(node.Name, node.Descriptions.Values.LastOrDefault()?.Type ?? "", [], memories))];
        }

        var numbers = copies.ConvertAll(copy => copy.Key);
        var owner = memories.ToLookup(memory => CopyOf(memory) is var copy && numbers.Contains(copy) ? copy : numbers[0]);

        return copies.ConvertAll(copy => (
            copy.First().Sequence,
            View(node.Name, copy.Last().Type, [.. copy.Select(description => description.Id)], [.. owner[copy.Key]])));
    }

    private static NodeView View(string name, string type, IReadOnlyList<MemoryId> descriptions, List<Entry> memories) =>
        new(name, type, descriptions, memories.ConvertAll(memory => new NodeMemory(memory)));

    private static int CopyOf(Entry memory)
    {
        foreach (var tag in memory.Tags)
        {
            if (tag.StartsWith(MemoryKinds.CopyTag, StringComparison.Ordinal)
                && int.TryParse(tag.AsSpan(MemoryKinds.CopyTag.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var copy))
            {
                return copy;
            }
        }

        return 1;
    }
}

/// <summary>A named thing, as a graph of things with observations lists it.</summary>
/// <param name="Type">Empty where nobody said one.</param>
/// <param name="Descriptions">What called it so and still stands; none where it is only spoken of.</param>
/// <param name="Memories">About it, oldest first.</param>
public sealed record NodeView(string Name, string Type, IReadOnlyList<MemoryId> Descriptions, IReadOnlyList<NodeMemory> Memories)
{
    /// <summary>What it takes in an answer, at least.</summary>
    internal long Bytes => NodeList.SizeOf(Name) + NodeList.SizeOf(Type) + Memories.Sum(memory => memory.LeastBytes);
}

/// <summary>A memory about a thing. Its text is the index's own and made a string only where one is needed: one memory may be about many.</summary>
public sealed class NodeMemory
{
    // Never written to: a revision gives the index another text.
    private readonly ReadOnlyMemory<byte>? _utf8;

    internal NodeMemory(Entry entry) => (Id, Mark, _utf8) = (entry.Id, entry.TextMark, entry.Text);

    public MemoryId Id { get; }

    /// <summary>See <see cref="Engine.Text.TextHash"/>: a memory of another mark has another text.</summary>
    public long Mark { get; }

    /// <summary>Null when it is too long to be kept in the index.</summary>
    public string? Text => _utf8 is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    internal long LeastBytes => (_utf8?.Length ?? Entry.MaxTextBytes + 1) + NodeList.BytesPerText;
}

/// <summary>Some things of a graph, and edges.</summary>
public sealed record GraphPart(IReadOnlyList<NodeView> Nodes, IReadOnlyList<RelationView> Edges);
