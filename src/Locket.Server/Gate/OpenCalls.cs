using System.Collections.Concurrent;
using Locket.Engine.Security;
using Locket.Engine.Tokens;

namespace Locket.Server.Gate;

/// <summary>
/// Requests of named tokens that are under way. An export or an import may last long after its token was looked at: it is cut within a second
/// of the token's end, whether that was a revocation or its time.
/// </summary>
internal sealed partial class OpenCalls(Gatekeeper gatekeeper, TimeProvider clock, ILogger<OpenCalls> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private readonly ConcurrentDictionary<HttpContext, string> _calls = new();

    public async Task FollowAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { Rates: not null } caller)
        {
            await next(context);
            return;
        }

        _calls[context] = caller.Actor.TokenId;
        try
        {
            await next(context);
        }
        finally
        {
            _calls.TryRemove(context, out _);
        }
    }

    /// <summary>Cuts what has lost its token, but only when that was so the last time too: whoever revokes the own token still gets the answer.</summary>
    /// <param name="before">Tokens that had ended when this was last done.</param>
    /// <returns>Those that have ended now.</returns>
    public async Task<IReadOnlySet<string>> CutAsync(IReadOnlySet<string> before, CancellationToken cancellationToken)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in _calls.Values.Distinct(StringComparer.Ordinal))
        {
            if (!await gatekeeper.StandsAsync(token, cancellationToken))
            {
                ended.Add(token);
            }
        }

        foreach (var (context, token) in _calls)
        {
            if (ended.Contains(token) && before.Contains(token))
            {
                context.Abort();
                LogCut(token);
            }
        }

        return ended;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IReadOnlySet<string> ended = new HashSet<string>();
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            ended = await CutAsync(ended, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cut a request under way: token {Token} has ended")]
    private partial void LogCut(string token);
}
