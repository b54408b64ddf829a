namespace Locket.Server.Gate;

/// <summary>Headers of every answer: nothing is sniffed, cached, framed, or told to the next page.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
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
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return Task.CompletedTask;
    }
}
