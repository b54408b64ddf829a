using Locket.Engine.Security;

namespace Locket.Engine.Graph;

/// <summary>Named things and the edges between them.</summary>
public sealed class GraphEngine
{
    /// <summary>Adds an edge, or finds it there; with <paramref name="ends"/> ends it.</summary>
    public Task<Relation> RelateAsync(Caller caller, SpaceName space, string from, string relation, string to, bool ends, string? key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Gives a named thing a type.</summary>
    public Task<Entity> DescribeAsync(Caller caller, SpaceName space, string name, string type, string? key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>What is known around a named thing, up to a depth of 1 to 4.</summary>
    public Task<Neighbourhood> ExploreAsync(Caller caller, SpaceName space, string name, int depth, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Named things in ordinal order, after a name.</summary>
    public Task<IReadOnlyList<Entity>> EntitiesAsync(Caller caller, SpaceName space, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>Edges that hold, optionally only those at one name.</summary>
    public Task<IReadOnlyList<Relation>> RelationsAsync(Caller caller, SpaceName space, string? name, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
