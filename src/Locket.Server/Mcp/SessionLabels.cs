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

    /// <summary>Beyond so many talkers at once, the token with the most of them loses its labels and nothing else.</summary>
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

        if (_talks.Count >= Capacity && _talks.Keys.GroupBy(key => key.Token).MaxBy(talks => talks.Count()) is { } loudest)
        {
            // Whoever fills the table pays for it, and not those who talk beside it.
            foreach (var key in loudest)
            {
                _talks.TryRemove(key, out _);
            }
        }
    }

    private sealed record Talk(string Label, DateTimeOffset Last)
    {
        public static Talk Begin(DateTimeOffset now) => new($"{Guid.CreateVersion7(now):n}", now);
    }
}
