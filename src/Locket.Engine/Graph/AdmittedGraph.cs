using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Screening;
using Locket.Engine.Security;

namespace Locket.Engine.Graph;

/// <summary>Names, types and edges without the secrets that their space does not keep.</summary>
internal static class AdmittedGraph
{
    /// <exception cref="RefusalException">The space refuses what a name holds.</exception>
    public static EntityContent By(Redactor redactor, WriteGrant grant, EntityContent entity)
    {
        Quarantine.DemandNames(grant.Actor, entity.Name, entity.Type);

        return entity with
        {
            Name = redactor.Label(grant, entity.Name, "name", Limits.Name),
            Type = redactor.Label(grant, entity.Type, "type", Limits.Label),
        };
    }

    /// <inheritdoc cref="By(Redactor, WriteGrant, EntityContent)"/>
    public static RelationContent By(Redactor redactor, WriteGrant grant, RelationContent edge)
    {
        Quarantine.DemandNames(grant.Actor, edge.From, edge.Relation, edge.To);

        return edge with
        {
            From = redactor.Label(grant, edge.From, "from", Limits.Name),
            Relation = redactor.Label(grant, edge.Relation, "relation", Limits.Label),
            To = redactor.Label(grant, edge.To, "to", Limits.Name),
        };
    }

    /// <inheritdoc cref="By(Redactor, WriteGrant, EntityContent)"/>
    public static DescribedGraph By(Redactor redactor, WriteGrant grant, DescribedGraph graph) => new(
        [.. graph.Entities.Select(entity => By(redactor, grant, entity))], [.. graph.Relations.Select(edge => By(redactor, grant, edge))]);

    /// <inheritdoc cref="By(Redactor, WriteGrant, EntityContent)"/>
    public static RelationContent By(Redactor redactor, WriteGrant grant, Link link) => By(
        redactor,
        grant,
        new RelationContent(Checked.Name(link.From, "from"), Checked.Label(link.Relation, "relationType"), Checked.Name(link.To, "to"), null, null));

    /// <summary>As it would stand here, to end it by.</summary>
    public static RelationContent AsKept(Redactor redactor, WriteGrant grant, RelationContent edge) => edge with
    {
        From = redactor.AsKept(grant, edge.From, Limits.Name),
        Relation = redactor.AsKept(grant, edge.Relation, Limits.Label),
        To = redactor.AsKept(grant, edge.To, Limits.Name),
    };

    /// <inheritdoc cref="AsKept(Redactor, WriteGrant, RelationContent)"/>
    public static IReadOnlyList<Observed> AsKept(Redactor redactor, WriteGrant grant, IReadOnlyList<Observed> all) =>
        [.. all.Select(one => new Observed(redactor.AsKept(grant, one.Name, Limits.Name), [.. one.Observations.Select(text => redactor.AsKept(grant, text))]))];

    /// <inheritdoc cref="AsKept(Redactor, WriteGrant, RelationContent)"/>
    public static IReadOnlyList<Link> AsKept(Redactor redactor, WriteGrant grant, IReadOnlyList<Link> links) =>
        [.. links.Select(link => new Link(redactor.AsKept(grant, link.From, Limits.Name), redactor.AsKept(grant, link.Relation, Limits.Label), redactor.AsKept(grant, link.To, Limits.Name)))];
}
