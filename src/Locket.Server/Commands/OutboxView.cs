using System.Text.Json.Serialization;
using Locket.Client.Offline;

namespace Locket.Server.Commands;

/// <summary>What is on this machine and not, or not as it was meant, at the server.</summary>
internal sealed record OutboxView(IReadOnlyList<OutboxEntry> Outbox, IReadOnlyList<WriteConflict> Conflicts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OutboxView))]
internal sealed partial class OutboxJson : JsonSerializerContext;
