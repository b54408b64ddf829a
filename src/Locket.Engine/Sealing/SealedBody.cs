using System.Text.Json.Serialization;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Sealing;

/// <summary>What stands inside the seal of a row. Member names are one letter: they are written once per row, for ever.</summary>
internal sealed record SealedBody
{
    [JsonPropertyName("k")]
    public required ChangeKind Kind { get; init; }

    [JsonPropertyName("p")]
    public required string Principal { get; init; }

    [JsonPropertyName("t")]
    public required string TokenId { get; init; }

    [JsonPropertyName("n")]
    public string? Client { get; init; }

    [JsonPropertyName("l")]
    public Trust Ceiling { get; init; }

    [JsonPropertyName("c")]
    public SealedContent? Content { get; init; }

    [JsonPropertyName("b")]
    public Guid? By { get; init; }

    [JsonPropertyName("s")]
    public MemoryStatus? Status { get; init; }

    [JsonPropertyName("w")]
    public Actor? Writer { get; init; }

    [JsonPropertyName("r")]
    public RelationContent? Relation { get; init; }

    [JsonPropertyName("e")]
    public EntityContent? Entity { get; init; }

    [JsonPropertyName("q")]
    public string? RequestKey { get; init; }

    public static SealedBody From(Change change) => new()
    {
        Kind = change.Kind,
        Principal = change.Actor.Principal,
        TokenId = change.Actor.TokenId,
        Client = change.Actor.Client,
        Ceiling = change.Actor.Trust,
        Content = change.Content is { } content ? SealedContent.From(content) : null,
        By = change.By?.Value,
        Status = change.Status,
        Writer = change.Writer,
        Relation = change.Relation,
        Entity = change.Entity,
        RequestKey = change.RequestKey,
    };

    public Change ToChange(SealedRow row) => new()
    {
        Sequence = row.Sequence,
        Id = row.Id,
        Version = row.Version,
        At = row.At,
        Kind = Kind,
        Actor = new Actor(Principal, TokenId, Client, Ceiling),
        Content = Content?.ToContent(),
        By = By is { } by ? new MemoryId(by) : null,
        Status = Status,
        Writer = Writer,
        Relation = Relation,
        Entity = Entity,
        RequestKey = RequestKey,
    };
}

/// <summary>A <see cref="MemoryContent"/> inside the seal; absent members take no space.</summary>
internal sealed record SealedContent
{
    [JsonPropertyName("k")]
    public required string Kind { get; init; }

    [JsonPropertyName("x")]
    public required string Text { get; init; }

    [JsonPropertyName("g")]
    public IReadOnlyList<string>? Tags { get; init; }

    [JsonPropertyName("a")]
    public IReadOnlyList<string>? About { get; init; }

    [JsonPropertyName("w")]
    public string? Author { get; init; }

    [JsonPropertyName("s")]
    public string? Session { get; init; }

    [JsonPropertyName("o")]
    public DateTimeOffset? OccurredAt { get; init; }

    [JsonPropertyName("v")]
    public DateTimeOffset? ValidUntil { get; init; }

    [JsonPropertyName("e")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonPropertyName("m")]
    public string? Metadata { get; init; }

    [JsonPropertyName("r")]
    public Guid? Replaces { get; init; }

    [JsonPropertyName("d")]
    public DateTimeOffset? RememberedAt { get; init; }

    [JsonPropertyName("f")]
    public Origin Origin { get; init; }

    [JsonPropertyName("t")]
    public Trust Trust { get; init; }

    public static SealedContent From(MemoryContent content) => new()
    {
        Kind = content.Kind,
        Text = content.Text,
        Tags = content.Tags.Count == 0 ? null : content.Tags,
        About = content.About.Count == 0 ? null : content.About,
        Author = content.Author,
        Session = content.Session,
        OccurredAt = content.OccurredAt,
        ValidUntil = content.ValidUntil,
        ExpiresAt = content.ExpiresAt,
        Metadata = content.Metadata,
        Replaces = content.Replaces?.Value,
        RememberedAt = content.RememberedAt,
        Origin = content.Origin,
        Trust = content.Trust,
    };

    public MemoryContent ToContent() => new()
    {
        Kind = Kind,
        Text = Text,
        Tags = Tags ?? [],
        About = About ?? [],
        Author = Author,
        Session = Session,
        OccurredAt = OccurredAt,
        ValidUntil = ValidUntil,
        ExpiresAt = ExpiresAt,
        Metadata = Metadata,
        Replaces = Replaces is { } replaced ? new MemoryId(replaced) : null,
        RememberedAt = RememberedAt,
        Origin = Origin,
        Trust = Trust,
    };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SealedBody))]
internal sealed partial class SealedJson : JsonSerializerContext;
