namespace Locket.Engine.Graph;

/// <summary>A thing with what was observed of it.</summary>
/// <param name="Type">Empty where nobody said one.</param>
/// <param name="Observations">Oldest first.</param>
public sealed record Node(string Name, string Type, IReadOnlyList<string> Observations);

/// <summary>An edge by its three names.</summary>
public sealed record Link(string From, string Relation, string To);

/// <param name="Nodes">In the order in which they were first described.</param>
/// <param name="Links">In the order in which they were added.</param>
public sealed record NodeGraph(IReadOnlyList<Node> Nodes, IReadOnlyList<Link> Links);

/// <summary>Observations of one thing: to add, added, or to delete.</summary>
public sealed record Observed(string Name, IReadOnlyList<string> Observations);
