using Locket.Engine.Refusals;
using Locket.Server.Gate;
using Microsoft.AspNetCore.Diagnostics;

namespace Locket.Server.Rest;

/// <summary>The one place where an exception becomes an HTTP answer. What nobody foresaw is a 500 that says nothing.</summary>
internal sealed partial class RefusalProblems(ILogger<RefusalProblems> logger) : IExceptionHandler
{
    /// <summary>Where nobody knows when it will be better, a client may try again after this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var answer = exception switch
        {
            RefusalException refusal => OfEngine(refusal),
            BadHttpRequestException broken => OfRequest(broken),
            _ => OfBug(context, exception),
        };
        await ErrorAnswer.WriteAsync(context, answer.Status, answer.Code, answer.Sentence, answer.RetryAfter);

        return true;
    }

    private static Answer OfEngine(RefusalException refusal)
    {
        var status = refusal.Code switch
        {
            RefusalCode.Invalid => StatusCodes.Status400BadRequest,
            RefusalCode.Forbidden or RefusalCode.BelowTrust => StatusCodes.Status403Forbidden,
            RefusalCode.NotFound => StatusCodes.Status404NotFound,
            RefusalCode.VersionConflict or RefusalCode.IdempotencyConflict or RefusalCode.Conflict => StatusCodes.Status409Conflict,
            RefusalCode.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RefusalCode.Sensitive => StatusCodes.Status422UnprocessableEntity,
            RefusalCode.QuotaExceeded => StatusCodes.Status429TooManyRequests,
            RefusalCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            RefusalCode.StorageFull => StatusCodes.Status507InsufficientStorage,
            _ => StatusCodes.Status500InternalServerError,
        };
        var wait = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status507InsufficientStorage
            ? refusal.RetryAfter ?? Patience
            : refusal.RetryAfter;

        return new Answer(status, refusal.WireCode, refusal.Message, wait);
    }

    // The framework's sentences repeat what was sent and name types of ours, so each has one here.
    private static Answer OfRequest(BadHttpRequestException broken) => broken.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Answer(broken.StatusCode, "too_large", "the body is larger than this route takes"),
        StatusCodes.Status408RequestTimeout => new Answer(broken.StatusCode, "timeout", "the body came too slowly"),
        _ => new Answer(broken.StatusCode, "invalid", "the request could not be read to its end"),
    };

    private Answer OfBug(HttpContext context, Exception exception)
    {
        LogBug(exception, context.Request.Method, ErrorAnswer.CorrelationId(context));

        return new Answer(StatusCodes.Status500InternalServerError, "internal", "the server failed; its log says more under the correlation id");
    }

    private readonly record struct Answer(int Status, string Code, string Sentence, TimeSpan? RetryAfter = null);

    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} request failed; correlation id {CorrelationId}.")]
    private partial void LogBug(Exception exception, string method, string correlationId);
}
