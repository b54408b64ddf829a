using Locket.Client.Contracts;
using Locket.Engine.Graph;

namespace Locket.Client.Views;

internal static class GraphViews
{
    public static EntityView ToView(this Entity entity) => new(entity.Name, entity.Type, entity.Memories);

    public static RelationView ToView(this Relation relation) =>
        new(relation.Id.ToString(), relation.From, relation.Name, relation.To, relation.Since, relation.Until);

    public static GraphView ToView(this Neighbourhood around) => new(
        [.. around.Entities.Select(ToView)],
        [.. around.Relations.Select(ToView)],
        [.. around.Memories.Select(MemoryViews.ToView)]);
}
