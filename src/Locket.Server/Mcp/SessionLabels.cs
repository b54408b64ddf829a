using System.Collections.Concurrent;
using Locket.Engine.Security;

namespace Locket.Server.Mcp;

/// <summary>
/// A label for the conversation a memory belongs to, where the client names none: one per token, client and space until they
/// have been silent for half an hour. Kept in RAM only; after a restart a new label begins.
/// </summary>
internal sealed class SessionLabels(TimeProvider clock)
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>More talkers at once than this share nothing and lose nothing but their label.</summary>
    public const int Capacity = 4_096;

    private readonly ConcurrentDictionary<(string Token, string? Client, SpaceName Space), Talk> _talks = new();

    public int Count => _talks.Count;

    public string Of(AgentRequest request)
    {
        var now = clock.GetUtcNow();
        var actor = request.Caller.Actor;
        if (_talks.Count >= Capacity)
        {
            Forget(now);
        }

        return _talks.AddOrUpdate(
            (actor.TokenId, actor.Client, request.Space),
            _ => Talk.Begin(now),
            (_, talk) => now - talk.Last >= Idle ? Talk.Begin(now) : talk with { Last = now }).Label;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _talks.Where(entry => now - entry.Value.Last >= Idle))
        {
            _talks.TryRemove(key, out _);
        }

        if (_talks.Count >= Capacity)
        {
            _talks.Clear();
        }
    }

    private sealed record Talk(string Label, DateTimeOffset Last)
    {
        public static Talk Begin(DateTimeOffset now) => new($"{Guid.CreateVersion7(now):n}", now);
    }
}
