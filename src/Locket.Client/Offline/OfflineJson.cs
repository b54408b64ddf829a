using System.Text.Json.Serialization;
using Locket.Client.Contracts;

namespace Locket.Client.Offline;

/// <summary>JSON of what is sealed in the local files, and of nothing on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Seat))]
[JsonSerializable(typeof(QueuedCall))]
[JsonSerializable(typeof(CopyState))]
[JsonSerializable(typeof(ChangeView))]
[JsonSerializable(typeof(Alias))]
[JsonSerializable(typeof(WriteConflict))]
[JsonSerializable(typeof(UserInfo))]
[JsonSerializable(typeof(UserKind))]
internal sealed partial class OfflineJson : JsonSerializerContext;

/// <summary>The body of the origin's <c>POST /memories</c>.</summary>
internal sealed record UserInfo(string UserId, string InformationType, string Information);

/// <summary>What <c>DELETE /memories</c> is limited to.</summary>
internal sealed record UserKind(string? Type);

/// <summary>How far the copy of a space has come.</summary>
/// <remarks>The position is as the server gave it, null before the first page; the head is the newest change that it spoke of.</remarks>
internal sealed record CopyState(string Server, string Principal, string Space, string? Incarnation, string? Position, long Sequence, long Head);

/// <summary>The server knows a memory under another id than the one that was foreseen here, and was ahead by some versions.</summary>
internal sealed record Alias(string Id, int Offset);
