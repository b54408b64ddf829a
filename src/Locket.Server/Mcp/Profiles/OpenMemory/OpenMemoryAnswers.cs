using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Locket.Server.Mem0;

namespace Locket.Server.Mcp.Profiles.OpenMemory;

/// <summary>A memory as OpenMemory shows it.</summary>
internal sealed record OpenMemoryItem(string Id, string Memory, string Hash, string CreatedAt, string UpdatedAt, double? Score)
{
    public static OpenMemoryItem Of(Mem0Memory memory) =>
        new(memory.Id, memory.Memory!, memory.Hash!, memory.CreatedAt!, memory.UpdatedAt!, memory.Score);
}

internal sealed record OpenMemoryResults(IReadOnlyList<OpenMemoryItem> Results);

/// <summary>Indented JSON as text, as that server answers.</summary>
internal static class OpenMemoryAnswers
{
    private static readonly OpenMemoryJson Written =
        new(new JsonSerializerOptions(OpenMemoryJson.Default.Options) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) });

    /// <summary>The space of the address, and no other: no argument names one.</summary>
    public static Mem0Asker Asker(AgentRequest request) => new(request.Caller, request.Space, IsBound: true);

    public static string Results(IReadOnlyList<Mem0Memory> memories) =>
        JsonSerializer.Serialize(new OpenMemoryResults(Items(memories)), Written.OpenMemoryResults);

    public static string List(IReadOnlyList<Mem0Memory> memories) => JsonSerializer.Serialize(Items(memories), Written.IReadOnlyListOpenMemoryItem);

    private static IReadOnlyList<OpenMemoryItem> Items(IReadOnlyList<Mem0Memory> memories) => [.. memories.Select(OpenMemoryItem.Of)];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(OpenMemoryResults))]
[JsonSerializable(typeof(IReadOnlyList<OpenMemoryItem>))]
[JsonSerializable(typeof(string))]
internal sealed partial class OpenMemoryJson : JsonSerializerContext;
