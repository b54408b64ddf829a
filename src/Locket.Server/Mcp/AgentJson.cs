using System.Text.Json.Serialization;

namespace Locket.Server.Mcp;

/// <summary>JSON of structured content, and the source of the output schemas.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RememberedView))]
[JsonSerializable(typeof(RecalledView))]
[JsonSerializable(typeof(ContextView))]
[JsonSerializable(typeof(RevisedView))]
[JsonSerializable(typeof(ForgottenView))]
[JsonSerializable(typeof(MemoryHistoryView))]
[JsonSerializable(typeof(AgentRelation))]
[JsonSerializable(typeof(ExploredView))]
internal sealed partial class AgentJson : JsonSerializerContext;
