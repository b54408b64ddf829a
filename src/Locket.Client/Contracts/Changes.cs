using System.Text.Json;

namespace Locket.Client.Contracts;

/// <summary>A page of what happened in a space, oldest first, for a reader that keeps a copy.</summary>
/// <param name="Incarnation">Which life of the space this is; null while nobody has written to it.</param>
/// <param name="Head">Number of the newest change; 0 while there is none.</param>
/// <param name="Reset">The position asked from is of another history: throw the copy away and ask again without one.</param>
/// <param name="Changes">At most the limit.</param>
/// <param name="Position">Where the last of these changes stands; ask again with it. Null where there is none to stand at.</param>
public sealed record ChangesView(string? Incarnation, long Head, bool Reset, IReadOnlyList<ChangeView> Changes, string? Position);

/// <summary>Who did something.</summary>
/// <param name="Principal">Stable across rotations of a token.</param>
/// <param name="Token">Public id of the token.</param>
/// <param name="Client">What the program called itself.</param>
/// <param name="Trust">The ceiling of what it writes.</param>
public sealed record ActorView(string Principal, string Token, string? Client, string Trust);

/// <summary>One change of a memory, an edge or a named thing.</summary>
public sealed record ChangeView
{
    /// <summary>1, 2, 3 … without gaps within the space.</summary>
    public required long Sequence { get; init; }

    /// <summary>What changed.</summary>
    public required string Id { get; init; }

    /// <summary>Which change of it this is.</summary>
    public required int Version { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>remembered</c>, <c>revised</c>, <c>forgotten</c> … as in a history.</summary>
    public required string Change { get; init; }

    /// <summary>True where only this head is left, because the content was purged.</summary>
    public bool? Purged { get; init; }

    /// <summary>Who did it.</summary>
    public ActorView? Actor { get; init; }

    /// <summary>Who wrote the content that came back, where that is somebody else.</summary>
    public ActorView? Writer { get; init; }

    /// <summary>The content from then on, where it changed.</summary>
    public ContentView? Content { get; init; }

    /// <summary>The status that came back.</summary>
    public string? Status { get; init; }

    /// <summary>The successor.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The edge.</summary>
    public EdgeView? Relation { get; init; }

    /// <summary>The named thing.</summary>
    public ThingView? Entity { get; init; }
}

/// <summary>What a memory says, as it is kept.</summary>
public sealed record ContentView
{
    /// <summary>What sort of memory it is.</summary>
    public required string Kind { get; init; }

    /// <summary>What was remembered.</summary>
    public required string Text { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Names of the things it speaks of.</summary>
    public IReadOnlyList<string>? About { get; init; }

    /// <summary>Who said it.</summary>
    public string? Author { get; init; }

    /// <summary>Label of the conversation.</summary>
    public string? Session { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>From when on it is hidden.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A JSON object of the writer's own.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The memory that it took the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>When it was first remembered, where an import brought it along.</summary>
    public DateTimeOffset? RememberedAt { get; init; }

    /// <summary><c>user</c>, <c>agent</c>, <c>tool</c>, <c>document</c> or <c>import</c>.</summary>
    public required string Origin { get; init; }

    /// <summary><c>curated</c>, <c>user</c>, <c>agent</c> or <c>external</c>.</summary>
    public required string Trust { get; init; }
}

/// <summary>An edge between two named things, as it is kept.</summary>
/// <param name="From">Where it starts.</param>
/// <param name="Relation">What it says.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Since">From when on it holds.</param>
/// <param name="Until">Until when it held; null while it holds.</param>
public sealed record EdgeView(string From, string Relation, string To, DateTimeOffset? Since, DateTimeOffset? Until);

/// <summary>What a named thing is called, as it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null where nobody said one.</param>
/// <param name="Copy">Null, or 2 and more for another thing of the same name.</param>
public sealed record ThingView(string Name, string? Type, int? Copy);
