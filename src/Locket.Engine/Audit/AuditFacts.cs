using System.Text.Json.Serialization;
using Locket.Engine.Text;

namespace Locket.Engine.Audit;

/// <summary>What an audit row says, inside its seal. Never the text.</summary>
internal sealed record AuditFacts
{
    public const string Done = "done";

    [JsonPropertyName("u")]
    public required DateTimeOffset At { get; init; }

    [JsonPropertyName("p")]
    public required string Principal { get; init; }

    [JsonPropertyName("t")]
    public required string TokenId { get; init; }

    [JsonPropertyName("a")]
    public required string Action { get; init; }

    /// <summary>Keyed hash of the object's id, or a token's public id.</summary>
    [JsonPropertyName("o")]
    public byte[]? Subject { get; init; }

    [JsonPropertyName("r")]
    public required string Result { get; init; }

    /// <summary>Keyed hash of the row's plaintext, so that records and audit can be compared both ways.</summary>
    [JsonPropertyName("m")]
    public byte[]? Record { get; init; }

    public byte[] ToCanonical(Guid chain, long number) => new Canonical("locket audit 1")
        .Add(chain)
        .Add(number)
        .Add(At)
        .Add(Principal)
        .Add(TokenId)
        .Add(Action)
        .Add(Subject ?? [])
        .Add(Result)
        .Add(Record ?? [])
        .ToBytes();
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditFacts))]
internal sealed partial class AuditJson : JsonSerializerContext;
