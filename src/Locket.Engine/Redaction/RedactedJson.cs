using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Locket.Engine.Security;

namespace Locket.Engine.Redaction;

/// <summary>A JSON object with its strings redacted. They are looked at as they read, not as they are escaped.</summary>
internal static class RedactedJson
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The same text where there is nothing to redact.</returns>
    public static string Of(Redactor redactor, WriteGrant grant, string json, string field)
    {
        using var parsed = JsonDocument.Parse(json);
        var written = new ArrayBufferWriter<byte>(json.Length);
        var walk = new Walk(redactor, grant, field);
        using (var writer = new Utf8JsonWriter(written, Readable))
        {
            walk.Write(writer, "", parsed.RootElement);
        }

        return walk.IsChanged ? Encoding.UTF8.GetString(written.WrittenSpan) : json;
    }

    private sealed class Walk(Redactor redactor, WriteGrant grant, string field)
    {
        public bool IsChanged { get; private set; }

        public void Write(Utf8JsonWriter writer, string name, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    WriteObject(writer, value);
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var element in value.EnumerateArray())
                    {
                        Write(writer, name, element);
                    }

                    writer.WriteEndArray();
                    break;
                case JsonValueKind.String:
                    var text = value.GetString()!;
                    writer.WriteStringValue(Noted(text, redactor.Member(grant, name, text, field)));
                    break;
                default:
                    value.WriteTo(writer);
                    break;
            }
        }

        private void WriteObject(Utf8JsonWriter writer, JsonElement value)
        {
            writer.WriteStartObject();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in value.EnumerateObject())
            {
                var name = Noted(member.Name, redactor.Text(grant, member.Name, field));

                // Two names may hold one secret; an object has each name once.
                for (var copy = 2; !names.Add(name); copy++)
                {
                    name = $"{name} {copy}";
                }

                writer.WritePropertyName(name);
                Write(writer, member.Name, member.Value);
            }

            writer.WriteEndObject();
        }

        private string Noted(string before, string after)
        {
            IsChanged |= !string.Equals(before, after, StringComparison.Ordinal);

            return after;
        }
    }
}
