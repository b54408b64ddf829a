using Locket.Engine.Records;

namespace Locket.Engine.Search;

/// <summary>A walk outward from a named thing along the edges that hold, breadth first, bounded in depth and number.</summary>
internal static class GraphWalk
{
    /// <param name="limit">Of entities, of relations and of memories, each.</param>
    /// <returns>Null when nothing of that name exists.</returns>
    public static GraphView? From(EntityGraph graph, string name, int depth, int limit, long now)
    {
        if (graph.Find(name, now) is not { } start)
        {
            return null;
        }

        var near = new List<EntityNode> { start };
        var seen = new HashSet<string>(StringComparer.Ordinal) { start.Name };
        var relations = new Dictionary<long, RelationView>();
        var isPartial = false;
        var end = 1;
        for (var (step, at) = (0, 0); step < depth && at < near.Count; step++)
        {
            for (; at < end; at++)
            {
                foreach (var edge in near[at].Edges.Values.Where(edge => edge.HoldsAt(now)))
                {
                    isPartial |= !Take(graph, edge, near[at], near, seen, relations, limit, now);
                }
            }

            end = near.Count;
        }

        var memories = Memories(near, limit, now, out var isCut);
        return new GraphView([.. near.Select(node => node.View(now))], [.. relations.Values], memories, isPartial || isCut);
    }

    /// <returns>False when a limit kept something out.</returns>
    private static bool Take(
        EntityGraph graph,
        Edge edge,
        EntityNode from,
        List<EntityNode> near,
        HashSet<string> seen,
        Dictionary<long, RelationView> relations,
        int limit,
        long now)
    {
        var other = string.Equals(edge.Content.From, from.Name, StringComparison.Ordinal) ? edge.Content.To : edge.Content.From;
        if (!seen.Contains(other) && near.Count >= limit)
        {
            return false;
        }

        if (relations.Count >= limit && !relations.ContainsKey(edge.Sequence))
        {
            return false;
        }

        relations[edge.Sequence] = edge.View();
        if (seen.Add(other))
        {
            near.Add(graph.Find(other, now)!);
        }

        return true;
    }

    private static List<MemoryId> Memories(List<EntityNode> near, int limit, long now, out bool isCut)
    {
        var memories = new List<MemoryId>();
        var seen = new HashSet<MemoryId>();
        foreach (var memory in near.SelectMany(node => node.Memories.Values.Reverse()).Where(memory => !memory.HasExpired(now)))
        {
            if (memories.Count == limit && !seen.Contains(memory.Id))
            {
                isCut = true;
                return memories;
            }

            if (seen.Add(memory.Id))
            {
                memories.Add(memory.Id);
            }
        }

        isCut = false;
        return memories;
    }
}
