using Locket.Engine.Security;

namespace Locket.Server.Embedding;

/// <summary>Spaces that could not be embedded, though the model answers: each is left alone for a while that grows.</summary>
internal sealed class FailedSpaces(TimeProvider clock, TimeSpan first, TimeSpan longest)
{
    private readonly Dictionary<SpaceName, Failure> _failures = [];

    /// <summary>What was in the way of one of them; null where there is none.</summary>
    public string? Reason => _failures.Count == 0 ? null : _failures.Values.First().Reason;

    public bool IsLeftAlone(SpaceName space) =>
        _failures.TryGetValue(space, out var failure) && clock.GetElapsedTime(failure.At) < failure.Pause;

    public void Add(SpaceName space, string reason)
    {
        var pause = _failures.TryGetValue(space, out var before) ? before.Pause * 2 : first;
        _failures[space] = new Failure(reason, clock.GetTimestamp(), pause < longest ? pause : longest);
    }

    public void Remove(SpaceName space) => _failures.Remove(space);

    /// <summary>Forgets all but these: the others have nothing left to embed, or are gone.</summary>
    public void Keep(IReadOnlyCollection<SpaceName> spaces)
    {
        foreach (var gone in _failures.Keys.Except(spaces).ToList())
        {
            _failures.Remove(gone);
        }
    }

    private sealed record Failure(string Reason, long At, TimeSpan Pause);
}
