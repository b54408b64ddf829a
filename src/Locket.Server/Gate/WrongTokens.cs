using Locket.Server.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Locket.Server.Gate;

/// <summary>The one answer to a token that is not valid, whether it was presented or only claimed: counted, and after ten a minute a wait.</summary>
internal sealed class WrongTokens(FailedLogins failures, Measurements measurements)
{
    public Task AnswerAsync(HttpContext context)
    {
        measurements.AuthenticationFailed();
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer error=\"invalid_token\"";

        return failures.Note(Source.Of(context.Connection.RemoteIpAddress)) is { } wait
            ? ErrorAnswer.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too_many_failures", "too many invalid tokens came from here", wait)
            : ErrorAnswer.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthorized", "the token is not valid");
    }
}
