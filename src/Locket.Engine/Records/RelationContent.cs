namespace Locket.Engine.Records;

/// <summary>A directed, named edge between two named things, as sealed.</summary>
public sealed record RelationContent(string From, string Relation, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>A named thing and its type, as sealed.</summary>
/// <param name="Type">Empty where nobody said one.</param>
/// <param name="Copy">Null, or 2 and more for one that is another thing of the same name, made together with it.</param>
public sealed record EntityContent(string Name, string Type, int? Copy = null);
