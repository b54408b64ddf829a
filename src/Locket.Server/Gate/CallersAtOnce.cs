using Locket.Engine.Security;
using Locket.Server.Settings;

namespace Locket.Server.Gate;

/// <summary>
/// How many requests of one named token may be under way at once. Rates count how many begin; one that is slow to send its body, or asks
/// for much, would hold its share of the server all the while. The owner's session token has no such limit: every editor comes with it.
/// </summary>
internal sealed class CallersAtOnce(LocketSettings settings)
{
    private static readonly Place Free = new(null, "");

    // One short lock for all: a limiter for each token would have to be thrown away some day, while somebody may be asking it.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _underWay = new(StringComparer.Ordinal);

    /// <summary>Tokens with something under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _underWay.Count;
            }
        }
    }

    /// <returns>A place for one request, disposed when that has been answered; null where there is none.</returns>
    public IDisposable? Enter(Caller caller)
    {
        if (caller.Rates is null)
        {
            return Free;
        }

        var token = caller.Actor.TokenId;
        lock (_lock)
        {
            var before = _underWay.GetValueOrDefault(token);
            if (before >= settings.RequestsAtOnce)
            {
                return null;
            }

            _underWay[token] = before + 1;
        }

        return new Place(this, token);
    }

    private void Leave(string token)
    {
        lock (_lock)
        {
            if (--_underWay[token] == 0)
            {
                _underWay.Remove(token);
            }
        }
    }

    private sealed class Place(CallersAtOnce? house, string token) : IDisposable
    {
        private CallersAtOnce? _house = house;

        public void Dispose() => Interlocked.Exchange(ref _house, null)?.Leave(token);
    }
}
