using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Locket.Server.Mem0;

/// <summary>A memory in mem0's form.</summary>
internal sealed record Mem0Memory
{
    public required string Id { get; init; }

    public string? Memory { get; init; }

    /// <summary>The same once more: the answer to an update calls it so.</summary>
    public string? Text { get; init; }

    public string? UserId { get; init; }

    public string? AgentId { get; init; }

    public string? AppId { get; init; }

    public string? RunId { get; init; }

    /// <summary>The run again: Microsoft's provider reads it under this name.</summary>
    public string? SessionId { get; init; }

    public string? ActorId { get; init; }

    public string? Role { get; init; }

    public string? Hash { get; init; }

    public JsonElement? Metadata { get; init; }

    public IReadOnlyList<string>? Categories { get; init; }

    public string? MemoryType { get; init; }

    public string? ExpirationDate { get; init; }

    public string? CreatedAt { get; init; }

    public string? UpdatedAt { get; init; }

    public double? Score { get; init; }

    public IReadOnlyDictionary<string, double>? ScoreDetails { get; init; }

    /// <summary>Only the members that the request names; the id always.</summary>
    public Mem0Memory Only(IReadOnlyList<string> fields) => fields.Count == 0 ? this : new Mem0Memory
    {
        Id = Id,
        Memory = Where(fields, "memory", Memory),
        UserId = Where(fields, "user_id", UserId),
        AgentId = Where(fields, "agent_id", AgentId),
        AppId = Where(fields, "app_id", AppId),
        RunId = Where(fields, "run_id", RunId),
        SessionId = Where(fields, "session_id", SessionId),
        ActorId = Where(fields, "actor_id", ActorId),
        Role = Where(fields, "role", Role),
        Hash = Where(fields, "hash", Hash),
        Metadata = fields.Contains("metadata", StringComparer.Ordinal) ? Metadata : null,
        Categories = Where(fields, "categories", Categories),
        MemoryType = Where(fields, "memory_type", MemoryType),
        ExpirationDate = Where(fields, "expiration_date", ExpirationDate),
        CreatedAt = Where(fields, "created_at", CreatedAt),
        UpdatedAt = Where(fields, "updated_at", UpdatedAt),
        Score = fields.Contains("score", StringComparer.Ordinal) ? Score : null,
        ScoreDetails = Where(fields, "score_details", ScoreDetails),
    };

    private static T? Where<T>(IReadOnlyList<string> fields, string name, T? value)
        where T : class => fields.Contains(name, StringComparer.Ordinal) ? value : null;
}

/// <summary>What became of one message.</summary>
/// <param name="Event"><c>ADD</c>, or <c>NOOP</c> where the same memory was there.</param>
/// <param name="Data">The text again, where older clients look for it.</param>
internal sealed record Mem0Event(string Id, string Memory, string Event, Mem0Data Data, string? ActorId, string Role);

internal sealed record Mem0Data(string Memory);

internal sealed record Mem0Events(IReadOnlyList<Mem0Event> Results);

/// <summary>The answer to <c>POST /v3/memories/add/</c>: mem0 queues, here it is done.</summary>
internal sealed record Mem0Done(string Message, string Status, string EventId, IReadOnlyList<Mem0Event> Results)
{
    public static Mem0Done Of(IReadOnlyList<Mem0Event> events) =>
        new("the messages are stored, word for word", Mem0Views.Succeeded, events[0].Id, events);
}

/// <summary>The state of an addition, which is always done.</summary>
internal sealed record Mem0EventState(
    string Id, string EventType, string Status, string CreatedAt, string UpdatedAt, IReadOnlyList<Mem0Event> Results);

internal sealed record Mem0EventStates(
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Previous,
    IReadOnlyList<Mem0EventState> Results);

internal sealed record Mem0Results(IReadOnlyList<Mem0Memory> Results);

internal sealed record Mem0Page(
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Previous,
    IReadOnlyList<Mem0Memory> Results);

internal sealed record Mem0Turn(string Role, string Content);

/// <summary>One entry of a memory's history.</summary>
internal sealed record Mem0Change
{
    public required string Id { get; init; }

    public required string MemoryId { get; init; }

    public required IReadOnlyList<Mem0Turn> Input { get; init; }

    public string? OldMemory { get; init; }

    public string? NewMemory { get; init; }

    public required string UserId { get; init; }

    public required string Event { get; init; }

    public JsonElement? Metadata { get; init; }

    public required string CreatedAt { get; init; }

    public required string UpdatedAt { get; init; }

    public required bool IsDeleted { get; init; }

    public string? ActorId { get; init; }

    public required string Role { get; init; }
}

/// <param name="Type"><c>user</c>, <c>agent</c>, <c>app</c> or <c>run</c>.</param>
internal sealed record Mem0Entity(
    string Id, string Name, string Type, int TotalMemories, string? CreatedAt, string? UpdatedAt, string Owner);

internal sealed record Mem0Entities(
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Previous,
    IReadOnlyList<Mem0Entity> Results);

internal sealed record Mem0Said(string Message);

internal sealed record Mem0Ping(string Status, string Message);

/// <param name="VectorStore">What stands in the place of mem0's models and stores.</param>
internal sealed record Mem0Configuration(string Version, bool Infer, Mem0Provider VectorStore, string Message);

internal sealed record Mem0Provider(string Provider);

/// <summary>JSON in mem0's form. What is null is left out, but for the ends of a page, which mem0's clients look at.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Mem0Memory))]
[JsonSerializable(typeof(IReadOnlyList<Mem0Memory>))]
[JsonSerializable(typeof(IReadOnlyList<Mem0Event>))]
[JsonSerializable(typeof(IReadOnlyList<Mem0Change>))]
[JsonSerializable(typeof(Mem0Events))]
[JsonSerializable(typeof(Mem0Done))]
[JsonSerializable(typeof(Mem0EventState))]
[JsonSerializable(typeof(Mem0EventStates))]
[JsonSerializable(typeof(Mem0Results))]
[JsonSerializable(typeof(Mem0Page))]
[JsonSerializable(typeof(Mem0Entities))]
[JsonSerializable(typeof(Mem0Said))]
[JsonSerializable(typeof(Mem0Ping))]
[JsonSerializable(typeof(Mem0Configuration))]
internal sealed partial class Mem0Json : JsonSerializerContext;

/// <summary>The same rules, writing letters of every script as they are; what means something to HTML stays escaped.</summary>
internal static class Mem0Wire
{
    public static Mem0Json Json { get; } =
        new(new JsonSerializerOptions(Mem0Json.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });
}
