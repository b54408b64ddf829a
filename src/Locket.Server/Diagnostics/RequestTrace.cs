using System.Diagnostics;
using Locket.Engine.Security;

namespace Locket.Server.Diagnostics;

/// <summary>
/// Gives every request a trace and one line in the log. The line has the route's template and never the address that was asked
/// for: that holds names of spaces and queries.
/// </summary>
internal sealed partial class RequestTrace(RequestDelegate next, TimeProvider clock, Measurements measurements, ILogger<RequestTrace> logger)
{
    private const string Unrouted = "(none)";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = clock.GetTimestamp();
        using var activity = Start(context.Request);
        var trace = new Correlation(activity?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString());
        context.Features.Set(trace);
        try
        {
            await next(context);
        }
        finally
        {
            Finish(context, activity, trace, clock.GetElapsedTime(start));
        }
    }

    private static Activity? Start(HttpRequest request)
    {
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent);

        return Measurements.Source.StartActivity("request", ActivityKind.Server, parent);
    }

    private void Finish(HttpContext context, Activity? activity, Correlation trace, TimeSpan duration)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Unrouted;
        var method = MethodOf(context.Request.Method);
        var status = context.Response.StatusCode;
        measurements.Answered(method, route, status, duration);
        if (activity is not null)
        {
            activity.DisplayName = $"{method} {route}";
            activity.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
        }

        var level = status >= StatusCodes.Status500InternalServerError ? LogLevel.Warning
            : HttpMethods.IsGet(method) || status >= StatusCodes.Status400BadRequest ? LogLevel.Debug
            : LogLevel.Information;
        if (logger.IsEnabled(level))
        {
            var token = context.Features.Get<Caller>()?.Actor.TokenId;
            var milliseconds = Math.Round(duration.TotalMilliseconds, 3);
            Answered(level, method, route, status, milliseconds, token, trace.Id);
        }
    }

    // A method is text of a stranger too; only the known ones get into logs and metrics.
    private static string MethodOf(string method) => HttpMethods.GetCanonicalizedValue(method) switch
    {
        var known when known == HttpMethods.Get || known == HttpMethods.Post || known == HttpMethods.Delete || known == HttpMethods.Patch
            || known == HttpMethods.Put || known == HttpMethods.Head || known == HttpMethods.Options => known,
        _ => "OTHER",
    };

    [LoggerMessage(EventId = 100, EventName = "Answered", Message = "{Method} {Route} {Status} {Milliseconds} ms, token {Token}, trace {Trace}")]
    private partial void Answered(LogLevel level, string method, string route, int status, double milliseconds, string? token, string trace);
}

/// <summary>Joins an answer, its line in the log and its trace.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
internal sealed record Correlation(string Id);
