using System.Text.Json;
using System.Text.Json.Serialization;
using Locket.Client.Contracts;
using Locket.Server.Rest.Origin;

namespace Locket.Server.Rest;

/// <summary>JSON of what only this face speaks, by the rules of <see cref="WireJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(OriginStored))]
[JsonSerializable(typeof(OriginList))]
[JsonSerializable(typeof(OriginFound))]
[JsonSerializable(typeof(OriginDeleted))]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(GraphLine))]
[JsonSerializable(typeof(MemoryView))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(long?))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class RestJson : JsonSerializerContext
{
    /// <summary>The same rules, writing letters of every script as they are.</summary>
    public static RestJson Written { get; } = new(new JsonSerializerOptions(WireJson.Default.Options) { Encoder = RestFace.Readable });
}
