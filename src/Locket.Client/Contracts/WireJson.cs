using System.Text.Json.Serialization;

namespace Locket.Client.Contracts;

/// <summary>
/// JSON of everything on the wire: snake_case names, empty members left out, unknown members refused, members twice
/// refused, at most 32 deep, strict types.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(MemoryView))]
[JsonSerializable(typeof(RememberRequest))]
[JsonSerializable(typeof(ReviseRequest))]
[JsonSerializable(typeof(MemoryPageView))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(RollbackView))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(ChangesView))]
[JsonSerializable(typeof(RecallRequest))]
[JsonSerializable(typeof(RecallResponse))]
[JsonSerializable(typeof(ContradictionPageView))]
[JsonSerializable(typeof(ContextRequest))]
[JsonSerializable(typeof(ContextResponse))]
[JsonSerializable(typeof(GraphView))]
[JsonSerializable(typeof(EntityView))]
[JsonSerializable(typeof(EntityPageView))]
[JsonSerializable(typeof(RelationListView))]
[JsonSerializable(typeof(RelationView))]
[JsonSerializable(typeof(RelateRequest))]
[JsonSerializable(typeof(DescribeRequest))]
[JsonSerializable(typeof(TokenListView))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(CreatedTokenView))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(SpaceListView))]
[JsonSerializable(typeof(AuditPageView))]
[JsonSerializable(typeof(AuditVerdictView))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(StoreReportView))]
public sealed partial class WireJson : JsonSerializerContext;
