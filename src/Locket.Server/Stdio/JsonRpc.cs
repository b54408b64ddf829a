using System.Text.Json;

namespace Locket.Server.Stdio;

/// <summary>The few JSON-RPC 2.0 messages that the bridge writes or reads itself.</summary>
internal static class JsonRpc
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int InternalError = -32603;

    /// <param name="id">As JSON; null where it could not be read.</param>
    public static byte[] Error(string? id, int code, string sentence) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WritePropertyName("id");
        json.WriteRawValue(id ?? "null");
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        json.WriteString("message", sentence);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Whether these bytes answer the request with that id.</summary>
    public static bool Answers(ReadOnlyMemory<byte> bytes, string id)
    {
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;

        return !root.TryGetProperty("method", out _) && root.TryGetProperty("id", out var answered) && answered.GetRawText() == id;
    }

    /// <returns>The version that an <c>initialize</c> was answered with; null when it was refused.</returns>
    public static string? NegotiatedVersion(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);

        return document.RootElement.TryGetProperty("result", out var result)
            && result.TryGetProperty("protocolVersion", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString()
            : null;
    }

    /// <summary>The answer to a request that HTTP refused: the server's own JSON-RPC error where it wrote one, else its sentence.</summary>
    public static byte[] FromHttp(string id, int status, byte[] body)
    {
        var fallback = $"the memory server answered with HTTP status {status}";
        var code = status >= 500 ? InternalError : InvalidRequest;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Error(id, code, fallback);
            }

            if (!root.TryGetProperty("jsonrpc", out _))
            {
                return Error(id, code, Sentence(root) ?? fallback);
            }

            return root.TryGetProperty("id", out var answered) && answered.GetRawText() == id ? body : WithId(root, id);
        }
        catch (JsonException)
        {
            return Error(id, code, fallback);
        }
    }

    /// <summary>One message on one line: a line break between JSON's tokens is allowed there, but not here.</summary>
    public static byte[] OneLine(byte[] message)
    {
        if (!message.AsSpan().ContainsAny("\r\n"u8))
        {
            return message;
        }

        using var document = JsonDocument.Parse(message);

        return Write(document.RootElement.WriteTo);
    }

    private static string? Sentence(JsonElement problem) =>
        problem.TryGetProperty("detail", out var sentence) || problem.TryGetProperty("error", out sentence)
            ? sentence.ValueKind == JsonValueKind.String ? sentence.GetString() : null
            : null;

    private static byte[] WithId(JsonElement root, string id) => Write(json =>
    {
        json.WriteStartObject();
        foreach (var member in root.EnumerateObject().Where(member => !member.NameEquals("id")))
        {
            member.WriteTo(json);
        }

        json.WritePropertyName("id");
        json.WriteRawValue(id);
        json.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.ToArray();
    }
}
