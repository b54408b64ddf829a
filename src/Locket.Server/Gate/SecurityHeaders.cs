using Locket.Engine.Security;

namespace Locket.Server.Gate;

/// <summary>Headers of every answer: nothing is sniffed, cached, framed, or told to the next page.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>What was taken out of a write, by kind and number: <c>github-token=1, password=2</c>.</summary>
    public const string RedactedHeader = "Locket-Redacted";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, because an exception handler clears the headers that were there.
        context.Response.OnStarting(Set, context);

        return next(context);
    }

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers[ErrorAnswer.CorrelationHeader] = ErrorAnswer.CorrelationId(context);
        if (context.Response.StatusCode < StatusCodes.Status400BadRequest && context.Features.Get<Caller>()?.Written.Redacted is [_, ..] redacted)
        {
            headers[RedactedHeader] = string.Join(", ", redacted.Select(one => $"{one.Key}={one.Value}"));
        }

        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}
