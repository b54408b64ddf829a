using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Engine.Graph;

/// <summary>Reads a space as a graph of things with observations: whole, by substring, by name.</summary>
public sealed class NodeReader(SpaceIndexes indexes, MemoryReader reader, TimeProvider clock)
{
    public async Task<NodeGraph> ReadAsync(Caller caller, SpaceName space, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var (nodes, links) = await SnapshotAsync(grant, _ => true, cancellationToken);

        return new NodeGraph(await FillAsync(grant, nodes, cancellationToken), links);
    }

    /// <summary>The things whose name, type or observations contain the text, case aside, and every edge at one of them.</summary>
    public async Task<NodeGraph> SearchAsync(Caller caller, SpaceName space, string query, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        if (Encoding.UTF8.GetByteCount(query) > Limits.QueryBytes)
        {
            throw new RefusalException(RefusalCode.TooLarge, $"query is longer than {Limits.QueryBytes} bytes of UTF-8");
        }

        var (views, links) = await SnapshotAsync(grant, _ => true, cancellationToken);
        var wanted = query.ToLowerInvariant();
        var found = (await FillAsync(grant, views, cancellationToken))
            .Where(node => Holds(node.Name, wanted) || Holds(node.Type, wanted) || node.Observations.Any(text => Holds(text, wanted)))
            .ToList();

        return new NodeGraph(found, At(found, links));
    }

    /// <summary>The things of these names, and every edge at one of them. A name that nothing bears is passed over.</summary>
    public async Task<NodeGraph> OpenAsync(Caller caller, SpaceName space, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var (views, links) = await SnapshotAsync(grant, view => wanted.Contains(view.Name), cancellationToken);
        var found = await FillAsync(grant, views, cancellationToken);

        return new NodeGraph(found, At(found, links));
    }

    /// <returns>The text of a memory, from the store where the index does not keep it; null when it is gone since.</returns>
    internal async ValueTask<string?> TextAsync(ReadGrant grant, NodeMemory memory, CancellationToken cancellationToken) =>
        memory.Text ?? (await reader.FindAsync(grant, memory.Id, cancellationToken))?.Content.Text;

    private Task<(List<NodeView> Nodes, List<Link> Links)> SnapshotAsync(ReadGrant grant, Func<NodeView, bool> isWanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        return indexes.ReadAsync(
            grant,
            index => (
                index.Nodes(now).Where(isWanted).ToList(),
                index.Relations(now).Select(edge => new Link(edge.From, edge.Relation, edge.To)).ToList()),
            cancellationToken);
    }

    private async Task<IReadOnlyList<Node>> FillAsync(ReadGrant grant, List<NodeView> views, CancellationToken cancellationToken)
    {
        var nodes = new List<Node>(views.Count);
        foreach (var view in views)
        {
            var texts = new List<string>(view.Memories.Count);
            foreach (var memory in view.Memories)
            {
                if (await TextAsync(grant, memory, cancellationToken) is { } text)
                {
                    texts.Add(text);
                }
            }

            nodes.Add(new Node(view.Name, view.Type, texts));
        }

        return nodes;
    }

    private static List<Link> At(IReadOnlyList<Node> nodes, List<Link> links)
    {
        var names = nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);

        return links.FindAll(link => names.Contains(link.From) || names.Contains(link.To));
    }

    // Small letters on both sides, as the original compares them; accents count.
    private static bool Holds(string text, string wanted) => text.ToLowerInvariant().Contains(wanted, StringComparison.Ordinal);
}
