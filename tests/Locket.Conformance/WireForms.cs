using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

/// <summary>Protocol objects from their JSON and back.</summary>
internal static class WireForms
{
    public static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T));

    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, Type<T>())!;

    /// <summary>Whether the client said that it has the capability.</summary>
    public static bool Can(McpServer server, string capability) =>
        server.ClientCapabilities is { } said
        && JsonSerializer.SerializeToElement(said, Type<ClientCapabilities>()).TryGetProperty(capability, out _);
}
