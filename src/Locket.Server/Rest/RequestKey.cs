using System.Reflection;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Microsoft.AspNetCore.Http.Metadata;

namespace Locket.Server.Rest;

/// <summary>The idempotency key of a write: from the header, or from the body's own field.</summary>
internal sealed record RequestKey(string? Header) : IEndpointParameterMetadataProvider
{
    public const string HeaderName = "Idempotency-Key";

    public static ValueTask<RequestKey?> BindAsync(HttpContext context) => ValueTask.FromResult<RequestKey?>(Of(context.Request));

    /// <exception cref="RefusalException">There are several, or it is empty, too long or not printable.</exception>
    public static RequestKey Of(HttpRequest request)
    {
        var values = request.Headers[HeaderName];
        if (values.Count == 0)
        {
            return new RequestKey((string?)null);
        }

        var isKey = values is [{ Length: >= 1 and <= Limits.Name } value] && value.All(letter => letter is >= ' ' and <= '~');

        return isKey
            ? new RequestKey(values[0])
            : throw RefusalException.Invalid($"{HeaderName} must be one value of 1 to {Limits.Name} printable ASCII characters");
    }

    /// <returns>The key of header or field, whichever was sent.</returns>
    /// <exception cref="RefusalException">Both were sent and they differ.</exception>
    public string? Or(string? field) => Header is not null && field is not null && Header != field
        ? throw RefusalException.Invalid($"{HeaderName} and idempotency_key differ")
        : Header ?? field;

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new Described());

    /// <summary>Marks an endpoint that takes a key, for its description.</summary>
    internal sealed record Described;
}
