using System.Text.Json;

namespace Locket.Server.Stdio;

/// <summary>One JSON-RPC message of the client, and of its content only what the bridge must know to carry it.</summary>
internal sealed record StdioMessage
{
    public const string Initialize = "initialize";
    public const string Cancelled = "notifications/cancelled";
    public const string Listen = "subscriptions/listen";
    public const string CallTool = "tools/call";

    private const string VersionMember = "io.modelcontextprotocol/protocolVersion";
    private const string ClientMember = "io.modelcontextprotocol/clientInfo";

    public required byte[] Bytes { get; init; }

    /// <summary>As JSON, so that 1 and "1" stay apart; null for a notification.</summary>
    public string? Id { get; init; }

    public required string Method { get; init; }

    /// <summary>Which tool, prompt or resource; null for methods that name none.</summary>
    public string? Name { get; init; }

    /// <summary>The version that a message of the stateless era carries in itself.</summary>
    public string? Version { get; init; }

    public string? Client { get; init; }

    /// <summary>With <see cref="Cancelled"/>: the id, as JSON, of the request that is no longer wanted.</summary>
    public string? CancelledId { get; init; }

    /// <returns>The message; or null and the error to answer, if any, when it is not one to carry.</returns>
    public static (StdioMessage? Message, byte[]? Error) Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);

            return Read(document.RootElement, bytes);
        }
        catch (JsonException)
        {
            return (null, JsonRpc.Error(null, JsonRpc.ParseError, "the message is not JSON"));
        }
        catch (InvalidOperationException)
        {
            return (null, JsonRpc.Error(null, JsonRpc.ParseError, "the message holds a lone surrogate, which is not text"));
        }
    }

    private static (StdioMessage? Message, byte[]? Error) Read(JsonElement root, byte[] bytes)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return (null, JsonRpc.Error(null, JsonRpc.InvalidRequest, "batches are not part of this protocol: send one message a line"));
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, JsonRpc.Error(null, JsonRpc.InvalidRequest, "the message is not a JSON-RPC object"));
        }

        var hasId = root.TryGetProperty("id", out var id);
        if (!root.TryGetProperty("method", out var method))
        {
            // An answer to a request that no stateless server ever makes.
            var isAnswer = root.TryGetProperty("result", out _) || root.TryGetProperty("error", out _);
            return (null, isAnswer ? null : JsonRpc.Error(null, JsonRpc.InvalidRequest, "the message has no method"));
        }

        if (method.ValueKind != JsonValueKind.String || (hasId && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)))
        {
            return (null, JsonRpc.Error(null, JsonRpc.InvalidRequest, "method must be a string, and id a string or a number"));
        }

        return (Read(bytes, hasId ? id.GetRawText() : null, method.GetString()!, Member(root, "params")), null);
    }

    private static StdioMessage Read(byte[] bytes, string? id, string method, JsonElement parameters)
    {
        var meta = Member(parameters, "_meta");

        return new StdioMessage
        {
            Bytes = bytes,
            Id = id,
            Method = method,
            Name = method switch
            {
                CallTool or "prompts/get" => Text(parameters, "name"),
                "resources/read" => Text(parameters, "uri"),
                _ => null,
            },
            Version = Text(meta, VersionMember),
            Client = Text(Member(meta, ClientMember), "name") ?? (method == Initialize ? Text(Member(parameters, "clientInfo"), "name") : null),
            CancelledId = method == Cancelled && Member(parameters, "requestId") is { ValueKind: not JsonValueKind.Undefined } other
                ? other.GetRawText()
                : null,
        };
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
