using System.Threading.RateLimiting;
using Locket.Engine.Security;
using Locket.Server.Settings;

namespace Locket.Server.Gate;

/// <summary>
/// How many requests of one named token may be under way at once. Rates count how many begin; one that is slow to send its body, or asks
/// for much, would hold its share of the server all the while. The owner's session token has no such limit: every editor comes with it.
/// </summary>
internal sealed class CallersAtOnce(LocketSettings settings) : IDisposable
{
    private static readonly RateLimitLease Free = new Granted();

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(token => RateLimitPartition.GetConcurrencyLimiter(
        token, _ => new ConcurrencyLimiterOptions { PermitLimit = settings.RequestsAtOnce, QueueLimit = 0 }));

    /// <returns>A place for one request, or none; disposed when the request has been answered.</returns>
    public RateLimitLease Enter(Caller caller) => caller.Rates is null ? Free : _limiter.AttemptAcquire(caller.Actor.TokenId);

    public void Dispose() => _limiter.Dispose();

    private sealed class Granted : RateLimitLease
    {
        public override bool IsAcquired => true;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;

            return false;
        }
    }
}
