using System.Text.Json.Serialization;
using Locket.Engine.Safety;

namespace Locket.Storage.Files;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DirectoryOwner))]
internal sealed partial class FilesJson : JsonSerializerContext;
