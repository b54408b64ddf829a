using System.Text;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Graph;

/// <summary>
/// Reads a space as a graph of things with observations: whole, by substring, by name. An answer is whole or it is none: whoever asked
/// could not tell a graph with a part missing from one in which nothing of the kind is known.
/// </summary>
public sealed class NodeReader(SpaceIndexes indexes, MemoryReader reader, TimeProvider clock)
{
    /// <exception cref="RefusalException"><c>TooLarge</c>: the graph is more than one answer holds.</exception>
    public Task<NodeGraph> ReadAsync(Caller caller, SpaceName space, CancellationToken cancellationToken) => AnswerAsync(
        caller.MayRead(space),
        _ => true,
        withAllEdges: true,
        "the graph is larger than one answer holds: ask for parts of it by search_nodes or open_nodes, or have it exported as a file",
        cancellationToken);

    /// <summary>The things whose name, type or observations contain the text, case aside, and every edge at one of them.</summary>
    /// <exception cref="RefusalException">Too much is found, or there are more long texts than are looked through for one question.</exception>
    public async Task<NodeGraph> SearchAsync(Caller caller, SpaceName space, string query, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        if (Encoding.UTF8.GetByteCount(query) > Limits.QueryBytes)
        {
            throw new RefusalException(RefusalCode.TooLarge, $"query is longer than {Limits.QueryBytes} bytes of UTF-8");
        }

        // One memory may be about many things, and is looked at once.
        var wanted = query.ToLowerInvariant();
        var holding = await LongAsync(grant, wanted, cancellationToken);

        return await AnswerAsync(
            grant,
            view => Holds(view.Name, wanted) || Holds(view.Type, wanted) || view.Memories.Any(HoldsIt),
            withAllEdges: false,
            "what contains this text is larger than one answer holds: look for a longer text, or open single entities by open_nodes",
            cancellationToken);

        bool HoldsIt(NodeMemory memory)
        {
            if (!holding.TryGetValue(memory.Id, out var holds))
            {
                holding[memory.Id] = holds = memory.Text is { } text && Holds(text, wanted);
            }

            return holds;
        }
    }

    /// <summary>The things of these names, and every edge at one of them. A name that nothing bears is passed over.</summary>
    /// <exception cref="RefusalException">They are too many, or more than one answer holds.</exception>
    public Task<NodeGraph> OpenAsync(Caller caller, SpaceName space, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        Checked.Batch(names.Count, "names");
        var wanted = names.ToHashSet(StringComparer.Ordinal);

        return AnswerAsync(
            grant,
            view => wanted.Contains(view.Name),
            withAllEdges: false,
            "these entities are larger than one answer holds: open fewer at a time, or look for a text by search_nodes",
            cancellationToken);
    }

    /// <returns>The memories about a thing that say one of these texts, letter by letter; only those are opened that may.</returns>
    internal async Task<IReadOnlyList<(NodeMemory Memory, string Text)>> SayingAsync(
        ReadGrant grant, NodeView view, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var wanted = texts.ToHashSet(StringComparer.Ordinal);
        var marks = wanted.Select(TextHash.MarkOf).ToHashSet();
        var saying = new List<(NodeMemory Memory, string Text)>();
        foreach (var memory in view.Memories.Where(memory => marks.Contains(memory.Mark)))
        {
            if (await TextAsync(grant, memory, cancellationToken) is { } text && wanted.Contains(text))
            {
                saying.Add((memory, text));
            }
        }

        return saying;
    }

    /// <returns>From the store where the index does not keep it; null when it is gone since.</returns>
    private async ValueTask<string?> TextAsync(ReadGrant grant, NodeMemory memory, CancellationToken cancellationToken) =>
        memory.Text ?? (await reader.FindAsync(grant, memory.Id, cancellationToken))?.Content.Text;

    private async Task<NodeGraph> AnswerAsync(
        ReadGrant grant, Func<NodeView, bool> isWanted, bool withAllEdges, string tooLarge, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var part = await indexes.ReadAsync(grant, index => index.Nodes(now, Limits.GraphBytes, isWanted, withAllEdges), cancellationToken);

        return part is not null && await FillAsync(grant, part.Nodes, cancellationToken) is { } nodes
            ? new NodeGraph(nodes, [.. part.Edges.Select(edge => new Link(edge.From, edge.Relation, edge.To))])
            : throw new RefusalException(RefusalCode.TooLarge, $"{tooLarge} ({Limits.GraphBytes} bytes)");
    }

    /// <returns>Null where the texts that had to be opened turned out to be too much.</returns>
    private async Task<IReadOnlyList<Node>?> FillAsync(ReadGrant grant, IReadOnlyList<NodeView> views, CancellationToken cancellationToken)
    {
        var (nodes, texts, left) = (new List<Node>(views.Count), new Dictionary<MemoryId, string?>(), (long)Limits.GraphBytes);
        foreach (var view in views)
        {
            var own = new List<string>(view.Memories.Count);
            foreach (var memory in view.Memories)
            {
                if (!texts.TryGetValue(memory.Id, out var text))
                {
                    texts[memory.Id] = text = await TextAsync(grant, memory, cancellationToken);
                }

                if (text is not null)
                {
                    own.Add(text);
                    left -= NodeList.SizeOf(text);
                    if (left < 0)
                    {
                        return null;
                    }
                }
            }

            nodes.Add(new Node(view.Name, view.Type, own));
        }

        return nodes;
    }

    /// <returns>Of the memories whose text is not in the index, whether it contains the text.</returns>
    private async Task<Dictionary<MemoryId, bool>> LongAsync(ReadGrant grant, string wanted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = await indexes.ReadAsync(grant, index => index.LongTextsAboutThings(now), cancellationToken);
        if (ids.Count > Limits.LookedThrough)
        {
            throw RefusalException.Invalid(
                $"this search would look through more than {Limits.LookedThrough} long texts one by one: open single entities by open_nodes");
        }

        var holding = new Dictionary<MemoryId, bool>(ids.Count);
        foreach (var id in ids)
        {
            holding[id] = await reader.FindAsync(grant, id, cancellationToken) is { } memory && Holds(memory.Content.Text, wanted);
        }

        return holding;
    }

    // Small letters on both sides, as the original compares them; accents count.
    private static bool Holds(string text, string wanted) => text.ToLowerInvariant().Contains(wanted, StringComparison.Ordinal);
}
