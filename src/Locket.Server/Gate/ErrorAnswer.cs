using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Locket.Server.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Locket.Server.Gate;

/// <summary>
/// The one writer of error answers: on the origin's routes <c>{"error":"sentence"}</c>, on mem0's <c>{"detail":"sentence"}</c>,
/// everywhere else problem details (RFC 9457); but for the origin's with a stable <c>code</c>. The correlation id stands in a header of every answer.
/// </summary>
internal static class ErrorAnswer
{
    // Letters of every script as they are; what means something to HTML stays escaped.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public const string CorrelationHeader = "X-Correlation-Id";

    /// <param name="code">Stable, for programs: lower-case words joined by underscores.</param>
    /// <param name="sentence">For people: names the field and the limit, never anything internal.</param>
    public static async Task WriteAsync(HttpContext context, int status, string code, string sentence, TimeSpan? retryAfter = null)
    {
        var response = context.Response;
        response.StatusCode = status;
        context.RequestServices.GetRequiredService<Measurements>().Refused(code);
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var path = context.Request.Path;
        var body = IsOriginRoute(path) ? Origin(response, sentence)
            : Mem0Paths.Holds(path) ? Mem0(response, code, sentence)
            : Problem(response, context, status, code, sentence);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>The trace this request belongs to, as it stands in the logs.</summary>
    public static string CorrelationId(HttpContext context) =>
        context.Features.Get<Correlation>()?.Id ?? context.TraceIdentifier;

    public static bool IsOriginRoute(PathString path) =>
        path.StartsWithSegments("/memories", StringComparison.OrdinalIgnoreCase) || path.Equals("/health", StringComparison.OrdinalIgnoreCase);

    private static byte[] Origin(HttpResponse response, string sentence)
    {
        response.ContentType = "application/json";
        return Write(json => json.WriteString("error", sentence));
    }

    private static byte[] Mem0(HttpResponse response, string code, string sentence)
    {
        response.ContentType = "application/json";
        return Write(json =>
        {
            json.WriteString("detail", sentence);
            json.WriteString("code", code);
        });
    }

    private static byte[] Problem(HttpResponse response, HttpContext context, int status, string code, string sentence)
    {
        response.ContentType = "application/problem+json";
        return Write(json =>
        {
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", sentence);
            json.WriteString("code", code);

            // A foreign id and an unknown one answer with the same bytes, so there the id stands in the header only.
            if (status != StatusCodes.Status404NotFound)
            {
                json.WriteString("correlation_id", CorrelationId(context));
            }
        });
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
