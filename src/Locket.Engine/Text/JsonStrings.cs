using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Locket.Engine.Text;

/// <summary>Questions about the strings inside a JSON value, which a parser does not look into.</summary>
public static class JsonStrings
{
    /// <summary>False when a name or a string holds half of a surrogate pair: it parses, but nobody can write it again.</summary>
    public static bool AreWellFormed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsText(value),
        JsonValueKind.Array => value.EnumerateArray().All(AreWellFormed),
        JsonValueKind.Object => value.EnumerateObject().All(AreWellFormed),
        _ => true,
    };

    /// <inheritdoc cref="AreWellFormed(JsonElement)"/>
    public static bool AreWellFormed(JsonProperty member)
    {
        try
        {
            return PlainText.IsWellFormed(member.Name) && AreWellFormed(member.Value);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The value without hidden characters in its names and strings, or null where there are none.</summary>
    /// <remarks>Of two names that only hidden characters told apart, the second is kept under a longer name: no member is lost.</remarks>
    public static string? Stripped(JsonElement value)
    {
        if (!IsHiding(value))
        {
            return null;
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static bool IsHiding(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => IsHiding(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Any(IsHiding),
        JsonValueKind.Object => value.EnumerateObject().Any(member => IsHiding(member.Name) || IsHiding(member.Value)),
        _ => false,
    };

    private static bool IsHiding(string text) => !ReferenceEquals(HiddenText.Strip(text), text);

    private static void Write(Utf8JsonWriter writer, JsonElement value)
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
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(HiddenText.Strip(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            var name = HiddenText.Strip(member.Name);
            while (!names.Add(name))
            {
                name += "_";
            }

            writer.WritePropertyName(name);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
    }

    private static bool IsText(JsonElement value)
    {
        try
        {
            return PlainText.IsWellFormed(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
