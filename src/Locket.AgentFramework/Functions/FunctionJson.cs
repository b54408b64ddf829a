using System.Text.Json.Serialization;

namespace Locket.AgentFramework.Functions;

/// <summary>JSON of what functions answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChangedAnswer))]
[JsonSerializable(typeof(RelatedAnswer))]
[JsonSerializable(typeof(RefusedAnswer))]
internal sealed partial class FunctionJson : JsonSerializerContext;

/// <summary>What became of a memory: its status there, or <c>queued</c> where it will be stored later.</summary>
internal sealed record ChangedAnswer(string? Id, int? Version, string Status);

internal sealed record RelatedAnswer(string From, string Relation, string To, string Status);

internal sealed record RefusedAnswer(string Refused, string Reason);
