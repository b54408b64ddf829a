using Locket.Engine.Security;

namespace Locket.Server.Gate;

/// <summary>After authentication: a named token that asks too often waits.</summary>
internal sealed class RateGuard(RequestDelegate next, CallerRates rates)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { } caller)
        {
            return next(context);
        }

        var isWrite = RequestKind.IsWriteOf(context);

        return rates.Take(caller, isWrite) is { } wait
            ? ErrorAnswer.WriteAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "rate_limited",
                $"this token may make {(isWrite ? caller.Rates!.WritesPerMinute : caller.Rates!.ReadsPerMinute)} {(isWrite ? "writes" : "reads")} a minute",
                wait)
            : next(context);
    }
}
