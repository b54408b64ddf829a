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
    public static IReadOnlyList<NodeView> All(EntityGraph graph, long now) =>
    [
        // One memory may be the first about several names.
        .. graph.All.SelectMany(node => Of(node, now))
            .OrderBy(found => found.Sequence)
            .ThenBy(found => found.View.Name, StringComparer.Ordinal)
            .Select(found => found.View),
    ];

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
        new(name, type, descriptions, memories.ConvertAll(memory => new NodeMemory(
            memory.Id, memory.Text is { } text ? Encoding.UTF8.GetString(text.Span) : null, memory.About)));

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
public sealed record NodeView(string Name, string Type, IReadOnlyList<MemoryId> Descriptions, IReadOnlyList<NodeMemory> Memories);

/// <param name="Text">Null when it is too long to be kept in the index.</param>
/// <param name="About">All that it is about.</param>
public sealed record NodeMemory(MemoryId Id, string? Text, IReadOnlyList<string> About);
