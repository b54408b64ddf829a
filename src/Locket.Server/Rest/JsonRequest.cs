using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Locket.Client.Contracts;
using Locket.Engine.Refusals;
using Locket.Server.Gate;
using Microsoft.AspNetCore.Http.Metadata;

namespace Locket.Server.Rest;

/// <summary>
/// A JSON body, read strictly; the gate has seen to its type and size. The framework's own binding would answer a body
/// that turns out too large with nothing, and name our types where it should name the field.
/// </summary>
internal sealed record JsonRequest<T>(T Value) : IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<JsonRequest<T>?> BindAsync(HttpContext context)
    {
        var type = (JsonTypeInfo<T>)WireJson.Default.GetTypeInfo(typeof(T))!;
        var body = await JsonRequest.ReadAsync(context.Request, context.RequestAborted);

        return new JsonRequest<T>(JsonRequest.Parse(body, type));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new DescribedBody(typeof(T), BodyRule.Json));
}

/// <summary>
/// What an endpoint takes as its body, for its description. Not the framework's own metadata, which would also turn
/// other content types away, without a word.
/// </summary>
internal sealed record DescribedBody(Type Type, string ContentType);

/// <summary>Reading a JSON body and saying in one sentence what is wrong with it.</summary>
internal static class JsonRequest
{
    /// <summary>Of a member that nobody knows, at most so much is repeated to the caller.</summary>
    private const int LongestEcho = 64;

    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = WireJson.Default.Options.MaxDepth };

    /// <summary>The whole body; the server cuts it off where it passes the limit of the route.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, 64 * 1024));
        await request.Body.CopyToAsync(buffer, cancellationToken);

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <exception cref="RefusalException">The bytes are not such a request; the sentence names the field.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8.Span, type) ?? throw RefusalException.Invalid("the body must be a JSON object");
        }
        catch (JsonException broken)
        {
            throw new RefusalException(RefusalCode.Invalid, WhatIsBroken(utf8, type, broken.Path), broken);
        }
        catch (InvalidOperationException surrogate)
        {
            // System.Text.Json says so, and not JsonException, of \ud800 without its other half.
            throw new RefusalException(RefusalCode.Invalid, WhatIsBroken(utf8, type, path: null), surrogate);
        }
    }

    private static string WhatIsBroken<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type, string? path)
    {
        try
        {
            using var body = JsonDocument.Parse(utf8, Tolerant);

            return body.RootElement.ValueKind == JsonValueKind.Object
                ? WhatIsBroken(body.RootElement, type, path)
                : "the body must be a JSON object";
        }
        catch (JsonException)
        {
            return $"the body is not valid JSON of at most {Tolerant.MaxDepth} levels";
        }
    }

    private static string WhatIsBroken<T>(JsonElement body, JsonTypeInfo<T> type, string? path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            if (!Engine.Text.JsonStrings.AreWellFormed(member))
            {
                return "a string in the body contains a lone surrogate, which is not text";
            }

            if (!seen.Add(member.Name))
            {
                return $"{Echo(member.Name)} is named twice";
            }

            if (type.Properties.All(property => property.Name != member.Name))
            {
                return $"{Echo(member.Name)} is not a member of this request";
            }
        }

        var missing = type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name));
        if (missing is not null)
        {
            return $"{missing.Name} is missing";
        }

        return path is { Length: > 2 } && path.StartsWith("$.", StringComparison.Ordinal)
            ? $"{Echo(path[2..])} is not of the right type"
            : "a member is not of the right type";
    }

    private static string Echo(string name) => name.Length <= LongestEcho ? name : $"{name[..LongestEcho]}…";
}
