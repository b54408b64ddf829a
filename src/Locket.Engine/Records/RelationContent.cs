namespace Locket.Engine.Records;

/// <summary>A directed, named edge between two named things, as sealed.</summary>
public sealed record RelationContent(string From, string Relation, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>A named thing and its type, as sealed.</summary>
public sealed record EntityContent(string Name, string Type);
