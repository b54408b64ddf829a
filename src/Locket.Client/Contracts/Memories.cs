using System.Text.Json;
using System.Text.Json.Serialization;

namespace Locket.Client.Contracts;

/// <summary>Where a memory came from, as the server stamped it.</summary>
/// <param name="Token">Public id of the token that wrote it; <c>session</c> for the session token.</param>
/// <param name="Client">What the writing program called itself.</param>
/// <param name="Origin"><c>user</c>, <c>agent</c>, <c>tool</c>, <c>document</c> or <c>import</c>.</param>
public sealed record SourceView(string? Token, string? Client, string? Origin);

/// <summary>Secrets or personal data of one kind that were taken out of a write; never what they were.</summary>
/// <param name="Kind">Such as <c>github-token</c>, <c>password</c> or <c>private-key</c>.</param>
/// <param name="Count">How many.</param>
public sealed record RedactionView(string Kind, int Count);

/// <summary>One memory, as the server shows it. Empty members are left out on the wire; times are RFC 3339.</summary>
public sealed record MemoryView
{
    /// <summary>32 hexadecimal digits (a UUIDv7): later memories have greater ids.</summary>
    public required string Id { get; init; }

    /// <summary>The space it belongs to.</summary>
    public string? Space { get; init; }

    /// <summary>What sort of memory it is, such as <c>note</c> or <c>preference</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was remembered.</summary>
    public required string Text { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Names of the things it speaks of.</summary>
    public IReadOnlyList<string>? About { get; init; }

    /// <summary>Who said it.</summary>
    public string? Author { get; init; }

    /// <summary>Label of the conversation it belongs to.</summary>
    public string? Session { get; init; }

    /// <summary>Where it came from.</summary>
    public SourceView? Source { get; init; }

    /// <summary><c>curated</c>, <c>user</c>, <c>agent</c> or <c>external</c>.</summary>
    public string? Trust { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>From when on it is hidden.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was first remembered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Which change of it this is: 1, 2, 3 …</summary>
    public int Version { get; init; }

    /// <summary><c>active</c>, <c>superseded</c>, <c>forgotten</c> or <c>quarantined</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The memory that it took the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>The memory that took its place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>A JSON object of the writer's own.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>What was taken out of what was sent before it was stored; only in the answer to a write, null where nothing was.</summary>
    public IReadOnlyList<RedactionView>? Redacted { get; init; }

    /// <summary>Whether the server said so just now; set by the client, never on the wire.</summary>
    [JsonIgnore]
    public ItemState State { get; init; }
}

/// <summary>Asks the server to remember a text.</summary>
public sealed record RememberRequest
{
    /// <summary>What to remember; 1 byte to 64 KiB of UTF-8.</summary>
    public required string Text { get; init; }

    /// <summary>At most 64 characters; <c>note</c> unless said.</summary>
    public string? Kind { get; init; }

    /// <summary>At most 32 labels of at most 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>At most 32 names of at most 128 characters.</summary>
    public IReadOnlyList<string>? About { get; init; }

    /// <summary>Who said it; at most 128 characters.</summary>
    public string? Author { get; init; }

    /// <summary>Label of the conversation; at most 128 characters.</summary>
    public string? Session { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>From when on it is hidden.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A JSON object of at most 8 KiB.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Id of the memory that this one takes the place of.</summary>
    public string? Replaces { get; init; }

    /// <summary>The same key with the same request is done once; at most 128 characters.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>Asks for a new version of a memory. Members left out stay as they are.</summary>
public sealed record ReviseRequest
{
    internal const string Refuse = "refuse";
    internal const string Keep = "keep";

    /// <summary>The version that the caller has seen; the server refuses when the memory has moved on.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>
    /// What happens when it has: <c>refuse</c> (unless said), or <c>keep</c>, which puts the revision into the history as a
    /// version that is not the current one.
    /// </summary>
    public string? OnConflict { get; init; }

    /// <summary>The new text.</summary>
    public string? Text { get; init; }

    /// <summary>The new kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The new labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The new names.</summary>
    public IReadOnlyList<string>? About { get; init; }

    /// <summary>When it was true or said.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Until when it holds.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>From when on it is hidden.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The new metadata.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The same key with the same request is done once.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>A page of memories, newest first.</summary>
/// <param name="Memories">At most the limit asked for.</param>
/// <param name="Next">Ask again with this cursor; null at the end.</param>
public sealed record MemoryPageView(IReadOnlyList<MemoryView> Memories, string? Next)
{
    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}

/// <summary>One change of a memory.</summary>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="Change"><c>remembered</c>, <c>revised</c>, <c>forgotten</c>, <c>restored</c>, <c>superseded</c>, <c>quarantined</c>, <c>approved</c> or <c>purged</c>.</param>
/// <param name="At">When.</param>
/// <param name="By">Principal that did it.</param>
/// <param name="Source">Token and client that did it.</param>
/// <param name="Text">The text from then on, where it changed; null once purged.</param>
/// <param name="Kind">The kind from then on, where it changed.</param>
/// <param name="ReplacedBy">The successor, where there is one.</param>
public sealed record HistoryEntryView(
    int Version, string Change, DateTimeOffset At, string? By, SourceView? Source, string? Text, string? Kind, string? ReplacedBy);

/// <summary>All changes of a memory, oldest first.</summary>
/// <param name="Id">The memory.</param>
/// <param name="Versions">Oldest first.</param>
public sealed record HistoryView(string Id, IReadOnlyList<HistoryEntryView> Versions)
{
    /// <summary>Over REST, where there are earlier versions: ask for those <c>before</c> this one. The client asks by itself, and leaves it null.</summary>
    public int? Earlier { get; init; }

    /// <summary>Why it was made on this machine, and how much is known here; null where the server answered. Never on the wire.</summary>
    [JsonIgnore]
    public StaleNotice? Stale { get; init; }

    /// <summary>Whether it was made on this machine because the server did not answer; never on the wire.</summary>
    [JsonIgnore]
    public bool IsStale => Stale is not null;
}
