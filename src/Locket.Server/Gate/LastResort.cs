using Microsoft.AspNetCore.Diagnostics;

namespace Locket.Server.Gate;

/// <summary>
/// What no face translated: a request that the server could not read answers with its own status, the rest with 500 and nothing
/// about the cause, which the log has under the same correlation id.
/// </summary>
internal static class LastResort
{
    public static Task AnswerAsync(HttpContext context)
    {
        var cause = context.Features.Get<IExceptionHandlerFeature>()?.Error;

        return cause is BadHttpRequestException { StatusCode: var status }
            ? ErrorAnswer.WriteAsync(context, status, CodeOf(status), SentenceOf(context, status))
            : ErrorAnswer.WriteAsync(context, StatusCodes.Status500InternalServerError, "internal", "something went wrong here; the log has it under the correlation id");
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status408RequestTimeout => "timeout",
        _ => "invalid",
    };

    private static string SentenceOf(HttpContext context, int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => BodyGuard.TooLarge(BodyGuard.LimitOf(context)),
        StatusCodes.Status415UnsupportedMediaType => $"the body must be {BodyRule.Json}",
        StatusCodes.Status408RequestTimeout => "the request came too slowly",
        _ when ErrorAnswer.IsOriginRoute(context.Request.Path) => "Invalid JSON",
        _ => "the request cannot be read: it must be well-formed JSON of the documented form",
    };
}
