using System.Text.Json.Serialization;

namespace Locket.Client;

/// <summary>JSON of the routes that take a <c>user_id</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserInfoStored))]
[JsonSerializable(typeof(UserMemoryList))]
[JsonSerializable(typeof(UserMemoriesDeleted))]
[JsonSerializable(typeof(Health))]
internal sealed partial class OriginJson : JsonSerializerContext;

internal sealed record UserMemoryList(IReadOnlyList<UserMemory> Memories);

internal sealed record Health(string? Status);
