using System.Text.Json.Nodes;
using Locket.Client.Contracts;
using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>From a write to the request that asks for it: now, or after it waited.</summary>
internal static class Requests
{
    /// <param name="call">The write, its ids being those of the server.</param>
    /// <param name="hasWaited">
    /// Whether the memory may have moved on meanwhile: then a revision is to be kept beside what stands, and nothing is ended that the
    /// writer never saw.
    /// </param>
    public static Call Of(QueuedCall call, bool hasWaited)
    {
        var version = hasWaited ? call.Version : null;

        return call.Operation switch
        {
            Operations.Remember => Write(HttpMethod.Post, RoutePath.OfSpace(call.Space, "memories"), call, call.Json),
            Operations.RememberUser => Write(HttpMethod.Post, RoutePath.Of("memories"), call, call.Json),
            Operations.Revise => Write(HttpMethod.Patch, OfMemory(call), call, hasWaited ? Kept(call.Json!) : call.Json),
            Operations.Forget => Write(HttpMethod.Delete, OfMemory(call).Query("expected_version", version), call, null),
            Operations.ForgetUser => Write(
                HttpMethod.Delete, RoutePath.Of("memories").Query("user_id", call.Space).Query("type", Kind(call.Json!)), call, null),
            Operations.Undo => Write(HttpMethod.Post, OfMemory(call).Fixed("undo").Query("expected_version", version), call, null),
            Operations.Relate => Write(HttpMethod.Post, RoutePath.OfSpace(call.Space, "relations"), call, call.Json),
            Operations.Describe => Write(HttpMethod.Post, RoutePath.OfSpace(call.Space, "entities"), call, call.Json),
            _ => throw new VaultException($"the outbox holds an operation of a newer version of Locket: {call.Operation}"),
        };
    }

    /// <summary>The same write about memories under the server's ids.</summary>
    /// <param name="call">The write.</param>
    /// <param name="alias">From an id that was foreseen to the server's; null where they are the same.</param>
    public static QueuedCall Resolve(this QueuedCall call, Func<string, Alias?> alias)
    {
        if (call.Operation is Operations.Remember && Replaced(call.Json!) is { } replaced && alias(replaced) is { } known)
        {
            return call with { Json = With(call.Json!, "replaces", known.Id) };
        }

        if (call is not { Operation: Operations.Revise or Operations.Forget or Operations.Undo, Id: { } id } || alias(id) is not { } moved)
        {
            return call;
        }

        return call with
        {
            Id = moved.Id,
            Version = call.Version + moved.Offset,
            Json = call is { Json: { } json, Version: { } version } ? With(json, "expected_version", version + moved.Offset) : call.Json,
        };
    }

    /// <summary>The same write, taking the place of nothing.</summary>
    public static QueuedCall WithoutReplaces(QueuedCall call) => call with { Json = With(call.Json!, "replaces", null) };

    public static string? Replaced(string json) => Member(json, "replaces")?.GetValue<string>();

    public static string? Said(QueuedCall call) => call.Json is { } json && call.Operation is not Operations.Relate and not Operations.Describe
        ? (Member(json, "text") ?? Member(json, "information"))?.GetValue<string>()
        : null;

    private static Call Write(HttpMethod method, RoutePath path, QueuedCall call, string? json) => new(method, path.ToString())
    {
        Key = call.Key,
        Json = json is null ? null : System.Text.Encoding.UTF8.GetBytes(json),
    };

    private static RoutePath OfMemory(QueuedCall call) => RoutePath.OfSpace(call.Space, "memories").Piece(call.Id!, "id");

    private static string Kept(string json) => With(json, "on_conflict", ReviseRequest.Keep);

    private static string? Kind(string json) => Member(json, "type")?.GetValue<string>();

    private static JsonNode? Member(string json, string name) => JsonNode.Parse(json)?[name];

    private static string With(string json, string name, JsonNode? value)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        body.Remove(name);
        if (value is not null)
        {
            body.Add(name, value);
        }

        return body.ToJsonString(WireJson.Default.Options);
    }
}
