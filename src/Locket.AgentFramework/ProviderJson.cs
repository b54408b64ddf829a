using System.Text.Json.Serialization;

namespace Locket.AgentFramework;

/// <summary>JSON of the state of a session, and of what is written beside a remembered message.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionMemory))]
[JsonSerializable(typeof(MessageFacts))]
[JsonSerializable(typeof(MessageIdentity))]
internal sealed partial class ProviderJson : JsonSerializerContext;

/// <summary>The metadata of a remembered message.</summary>
internal sealed record MessageFacts(string Role);

/// <summary>Everything that makes a message this one.</summary>
internal sealed record MessageIdentity(string Session, int Place, string Role, string Author, DateTimeOffset At, string Text);
