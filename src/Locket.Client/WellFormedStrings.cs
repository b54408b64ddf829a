using System.Text.Json;
using System.Text.Json.Serialization;

namespace Locket.Client;

/// <summary>Writes strings, and refuses those that the other side could not read back as they were.</summary>
internal sealed class WellFormedStrings : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WellFormed.Check(value, "the request"));
}
