using Locket.Server.Settings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Locket.Server.Gate;

/// <summary>
/// Refuses bodies that are too large or not of the route's type before anything reads them. A page in a browser can send
/// <c>text/plain</c> anywhere without asking; it cannot send JSON (so a strict type is a defence against forged requests).
/// </summary>
internal sealed class BodyGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength > 0;
        if (!hasBody)
        {
            return next(context);
        }

        var rule = context.GetEndpoint()?.Metadata.GetMetadata<BodyRule>();
        var limit = LimitOf(context);
        if (request.ContentLength > limit)
        {
            return ErrorAnswer.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "too_large", TooLarge(limit));
        }

        var expected = rule?.MediaType ?? BodyRule.Json;
        var isExpected = IsExpected(request.ContentType, expected) && request.Headers.ContentEncoding.Count == 0;

        return isExpected
            ? next(context)
            : ErrorAnswer.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"the body must be {expected}, in UTF-8 and not compressed");
    }

    public static long LimitOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<BodyRule>()?.MaxRequestBodySize
        ?? context.RequestServices.GetRequiredService<LocketSettings>().BodyBytes;

    public static string TooLarge(long limit) => $"the body is larger than {limit} bytes";

    private static bool IsExpected(string? contentType, string expected) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
