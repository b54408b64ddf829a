using Locket.Engine.Security;

namespace Locket.Server.Gate;

/// <summary>After authentication: a named token that asks too often waits, and pays afterwards for what one request turned out to write.</summary>
internal sealed class RateGuard(RequestDelegate next, CallerRates rates)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
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
