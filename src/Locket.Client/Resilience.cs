using System.Net.Sockets;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Locket.Client;

/// <summary>
/// How often and how long a call is tried. A whole call has a limit and is tried again where that is harmless; one attempt has a
/// shorter limit, so that a connection whose other end is gone costs one attempt and not the call; a server that fails again and
/// again is left alone for a moment.
/// </summary>
/// <remarks>
/// Only what left no answer is tried again: a refusal of the server, even one that passes, is the caller's. A program that can take the
/// server's place (<see cref="LocketClientOptions.BeforeResend"/>) is more patient, and there nothing but one attempt is limited.
/// </remarks>
internal static class Resilience
{
    private const int Attempts = 3;
    private const int PatientAttempts = 12;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(800);
    private static readonly ResiliencePropertyKey<Call> CallKey = new("locket.call");

    /// <summary>Around a whole call, whichever server it reaches.</summary>
    public static ResiliencePipeline<HttpResponseMessage> OfCalls(LocketClientOptions options) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider }
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = limit => new(IsPatient(options) ? Timeout.InfiniteTimeSpan : LimitOf(limit.Context, options.Timeout)),
            })
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = (IsPatient(options) ? PatientAttempts : Attempts) - 1,
                Delay = FirstWait,
                MaxDelay = LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = false,
                ShouldHandle = ended => new(
                    ended.Outcome.Exception is ConnectionLostException lost && Of(ended.Context).IsRepeatable && !(lost.IsLate && IsPatient(options))),
            })
            .Build();

    /// <summary>Around one attempt on one line; a new line begins without a grudge.</summary>
    public static ResiliencePipeline<HttpResponseMessage> OfLine(LocketClientOptions options, CircuitBreakerManualControl circuit)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider };
        if (!IsPatient(options))
        {
            pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.9,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(1),
                ManualControl = circuit,
                ShouldHandle = ended => new(IsLoss(ended.Outcome.Exception)),
            });
        }

        return pipeline
            .AddTimeout(new HttpTimeoutStrategyOptions
            {
                TimeoutGenerator = limit => new(LimitOf(limit.Context, OfAttempt(Of(limit.Context), options))),
            })
            .Build();
    }

    public static async Task<HttpResponseMessage> RunAsync(
        this ResiliencePipeline<HttpResponseMessage> pipeline, Call call, Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await pipeline.ExecuteAsync(static async (context, send) => await send(context.CancellationToken), context, send);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Whether the connection failed, as opposed to the client's own refusal to use it.</summary>
    public static bool IsLoss(Exception? failure) =>
        failure is TimeoutRejectedException or IOException or SocketException
        || (failure is HttpRequestException { InnerException: var inner } && inner is not LocketException);

    private static bool IsPatient(LocketClientOptions options) => options.BeforeResend is not null;

    private static TimeSpan OfAttempt(Call call, LocketClientOptions options) =>
        IsPatient(options) || !call.IsRepeatable ? options.Timeout : options.Timeout / Attempts;

    private static TimeSpan LimitOf(ResilienceContext context, TimeSpan limit) => Of(context).IsStream ? Timeout.InfiniteTimeSpan : limit;

    private static Call Of(ResilienceContext context) =>
        context.Properties.TryGetValue(CallKey, out var call) ? call : throw new InvalidOperationException("There is no call under way.");
}
