using Locket.Engine.Security;
using Locket.Server.Settings;

namespace Locket.Server.Gate;

/// <summary>
/// After authentication: a named token that asks too often, or too much at once, waits, and pays afterwards for what one request turned out
/// to write.
/// </summary>
internal sealed class RateGuard(RequestDelegate next, CallerRates rates, CallersAtOnce atOnce, LocketSettings settings)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }

        // Before the rates, so that a request for which there is no room costs nothing.
        using var place = atOnce.Enter(caller);
        if (place is null)
        {
            await ErrorAnswer.WriteAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "rate_limited",
                $"this token may have {settings.RequestsAtOnce} requests under way at once",
                Moment);
            return;
        }

        var isWrite = RequestKind.IsWriteOf(context);
        if (rates.Take(caller, isWrite) is { } wait)
        {
            await ErrorAnswer.WriteAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "rate_limited",
                $"this token may make {(isWrite ? caller.Rates!.WritesPerMinute : caller.Rates!.ReadsPerMinute)} {(isWrite ? "writes" : "reads")} a minute",
                wait);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            rates.Settle(caller);
        }
    }
}
