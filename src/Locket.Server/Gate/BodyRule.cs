using Microsoft.AspNetCore.Http.Metadata;

namespace Locket.Server.Gate;

/// <summary>Metadata of a route whose body is something else than one JSON text within the common limit.</summary>
/// <param name="MediaType">The only one accepted, such as <c>application/x-ndjson</c>.</param>
/// <param name="MaxRequestBodySize">Bytes; the router hands it to Kestrel.</param>
internal sealed record BodyRule(string MediaType, long? MaxRequestBodySize) : IRequestSizeLimitMetadata
{
    public const string Json = "application/json";
    public const string Ndjson = "application/x-ndjson";
}
