namespace Locket.Server.Gate;

/// <summary>Gives the router's bare 404 and 405 the body that every error has.</summary>
internal sealed class EmptyAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // There is no page here, and saying so gives nothing away: a browser that opens the address sees a plain "no".
        if (context.Request.Path == "/" && context.GetEndpoint() is null)
        {
            await NotFoundAsync(context);
            return;
        }

        await next(context);

        var response = context.Response;
        if (response.HasStarted || response.ContentLength > 0 || response.ContentType is not null)
        {
            return;
        }

        if (response.StatusCode == StatusCodes.Status404NotFound)
        {
            await NotFoundAsync(context);
        }
        else if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            await ErrorAnswer.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", $"this address does not take {context.Request.Method}: see the header Allow");
        }
        else if (response.StatusCode == StatusCodes.Status415UnsupportedMediaType)
        {
            await ErrorAnswer.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"the body must be {BodyRule.Json}");
        }
    }

    private static Task NotFoundAsync(HttpContext context) =>
        ErrorAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "there is nothing at this address");
}
