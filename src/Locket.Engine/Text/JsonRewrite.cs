using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Locket.Engine.Text;

/// <summary>Writes a JSON value again with other names and strings; everything else stays what it was.</summary>
internal sealed class JsonRewrite
{
    // A text grows by nothing but what is put into it.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Func<string, string> _name;
    private readonly Func<string, string, string> _text;
    private bool _isChanged;

    private JsonRewrite(Func<string, string> name, Func<string, string, string> text) => (_name, _text) = (name, text);

    /// <param name="name">From a name to the one to write.</param>
    /// <param name="text">From a string, and the name under which it or its list stands, to the one to write.</param>
    /// <returns>Null where nothing changes. Of two names that become the same, the second gets a number: no member is lost.</returns>
    public static string? Of(JsonElement value, Func<string, string> name, Func<string, string, string> text)
    {
        var rewrite = new JsonRewrite(name, text);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Readable))
        {
            rewrite.Write(writer, "", value);
        }

        return rewrite._isChanged ? Encoding.UTF8.GetString(bytes.WrittenSpan) : null;
    }

    private void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(writer, value);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, name, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                var text = value.GetString()!;
                writer.WriteStringValue(Noted(text, _text(name, text)));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private void WriteMembers(Utf8JsonWriter writer, JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var wanted = Noted(member.Name, _name(member.Name));
            var name = wanted;
            while (!names.Add(name))
            {
                var copy = copies[wanted] = copies.GetValueOrDefault(wanted, 1) + 1;
                name = $"{wanted} {copy.ToString(CultureInfo.InvariantCulture)}";
                _isChanged = true;
            }

            writer.WritePropertyName(name);
            Write(writer, member.Name, member.Value);
        }

        writer.WriteEndObject();
    }

    private string Noted(string before, string after)
    {
        _isChanged |= !string.Equals(before, after, StringComparison.Ordinal);

        return after;
    }
}
