using System.Text;
using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Server.Rest.Origin;

/// <summary>The body of <c>POST /memories</c>: three fields that must be strings, and whatever else the client sends.</summary>
internal sealed record OriginBody(SpaceName Space, MemoryFields Fields)
{
    private const string UserId = "user_id";
    private const string Kind = "information_type";
    private const string Text = "information";
    private const string Key = "idempotency_key";
    private const string LoneSurrogate = "Invalid JSON: a string contains a lone surrogate, which is not text";
    private static readonly string[] Known = [UserId, Kind, Text, Key];

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = WireJson.Default.Options.MaxDepth,
    };

    /// <exception cref="RefusalException">The body is not such an object; the sentence names the field as the client does.</exception>
    public static OriginBody Parse(ReadOnlyMemory<byte> utf8, RequestKey key)
    {
        using var body = Document(utf8);
        var root = body.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw RefusalException.Invalid("Invalid JSON: the body must be an object");
        }

        if (!JsonStrings.AreWellFormed(root))
        {
            throw RefusalException.Invalid(LoneSurrogate);
        }

        var (user, kind, text) = (Required(root, UserId), Required(root, Kind), Required(root, Text));

        return new OriginBody(SpaceName.Parse(user, UserId), new MemoryFields
        {
            Kind = Checked.Label(kind, Kind),
            Text = Checked.Text(text, Text),
            Metadata = Rest(root),
            Key = key.Or(Optional(root, Key)),
        });
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, "Invalid JSON", broken);
        }
        catch (InvalidOperationException surrogate)
        {
            // The search for members named twice unescapes their names, and a name may hold half of a surrogate pair.
            throw new RefusalException(RefusalCode.Invalid, LoneSurrogate, surrogate);
        }
    }

    private static string Required(JsonElement body, string name) =>
        Optional(body, name) ?? throw RefusalException.Invalid($"Missing required field: {name}");

    private static string? Optional(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw RefusalException.Invalid($"{name} must be a string");
    }

    /// <summary>Every other member, as one JSON object; null when there is none.</summary>
    private static string? Rest(JsonElement body)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = RestFace.Readable });
        var count = 0;
        json.WriteStartObject();
        foreach (var member in body.EnumerateObject().Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
        {
            member.WriteTo(json);
            count++;
        }

        json.WriteEndObject();
        json.Flush();

        return count == 0 ? null : Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
