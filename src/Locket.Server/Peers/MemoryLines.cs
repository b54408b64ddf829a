using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Locket.Engine.Memories;

namespace Locket.Server.Peers;

/// <summary>Writes a memory of another program as lines that an import of ours takes: one, or several where its text is too long for one.</summary>
internal sealed class MemoryLines(TimeProvider clock)
{
    private const string ImportedFrom = "imported_from";
    private const string ExternalId = "external_id";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Limits.MetadataDepth, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Why the newest lines lack a part of their memory; null when they lack nothing.</summary>
    public string? Missing { get; private set; }

    /// <returns>UTF-8 lines without their ends.</returns>
    public IReadOnlyList<byte[]> Write(PeerMemory memory)
    {
        Missing = null;
        var texts = LongText.Cut(memory.Text, Limits.TextBytes);

        return [.. texts.Select((text, part) => Line(memory, text, part, texts.Count))];
    }

    private byte[] Line(PeerMemory memory, string text, int part, int parts)
    {
        var first = StableId.Of(memory.Format, memory.Key);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("id", parts == 1 ? first : StableId.Of(memory.Format, memory.Key, part + 1));
            json.WriteString("text", text);
            Text(json, "kind", Fit.Label(memory.Kind));
            List(json, "tags", Fit.Labels(memory.Tags));
            List(json, "about", Fit.Names(memory.About));
            Text(json, "author", Fit.Name(memory.Author));

            // Parts are neighbours of one another, as the turns of a conversation are: a search that finds one sees the others.
            Text(json, "session", Fit.Name(memory.Session) ?? (parts == 1 ? null : first));
            Time(json, "occurred_at", memory.OccurredAt);
            Time(json, "expires_at", memory.ExpiresAt);
            Time(json, "created_at", memory.CreatedAt ?? memory.OccurredAt ?? clock.GetUtcNow());
            json.WritePropertyName("metadata");
            json.WriteRawValue(Metadata(memory, first, part, parts), skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private byte[] Metadata(PeerMemory memory, string first, int part, int parts)
    {
        var whole = Metadata(memory, memory.Metadata, first, part, parts);
        if (IsWithinLimits(whole))
        {
            return whole;
        }

        Missing = $"its metadata is beyond {Limits.MetadataBytes} bytes or {Limits.MetadataDepth} levels and is left out";

        return Metadata(memory, [], first, part, parts);
    }

    private static byte[] Metadata(PeerMemory memory, IReadOnlyList<KeyValuePair<string, JsonElement>> members, string first, int part, int parts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString(ImportedFrom, memory.Format);
            Text(json, ExternalId, memory.ExternalId);
            if (parts > 1)
            {
                json.WriteString("part_of", memory.ExternalId ?? first);
                json.WriteNumber("part", part + 1);
                json.WriteNumber("parts", parts);
            }

            foreach (var (name, value) in members.DistinctBy(member => member.Key, StringComparer.Ordinal))
            {
                if (name is not (ImportedFrom or ExternalId or "part_of" or "part" or "parts"))
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static bool IsWithinLimits(byte[] metadata)
    {
        if (metadata.Length > Limits.MetadataBytes)
        {
            return false;
        }

        try
        {
            using var parsed = JsonDocument.Parse(metadata, Strict);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            json.WriteString(name, at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        }
    }
}
