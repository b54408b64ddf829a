using System.Collections.Concurrent;

namespace Locket.Engine.Tokens;

/// <summary>When each named token was last let in. Noted in memory at each request, and kept now and then: a use costs no write.</summary>
public sealed class TokenUses
{
    private readonly ConcurrentDictionary<string, Use> _uses = new(StringComparer.Ordinal);

    /// <summary>Only for a token that was let in, so that strangers cannot fill the table.</summary>
    public void Note(string publicId, DateTimeOffset at) => Volatile.Write(ref _uses.GetOrAdd(publicId, static _ => new Use()).Last, at.UtcTicks);

    /// <returns>The later of what was kept and what is only known here.</returns>
    public DateTimeOffset? Latest(NamedToken token) =>
        _uses.TryGetValue(token.PublicId, out var use) && new DateTimeOffset(Volatile.Read(ref use.Last), TimeSpan.Zero) is var here && !(token.LastUsedAt > here)
            ? here
            : token.LastUsedAt;

    /// <returns>Tokens used since they were last <see cref="Kept"/>, each with its latest use.</returns>
    public IReadOnlyDictionary<string, DateTimeOffset> Pending() => _uses
        .Where(pair => Volatile.Read(ref pair.Value.Last) > pair.Value.Kept)
        .ToDictionary(pair => pair.Key, pair => new DateTimeOffset(Volatile.Read(ref pair.Value.Last), TimeSpan.Zero), StringComparer.Ordinal);

    public void Kept(IReadOnlyDictionary<string, DateTimeOffset> kept)
    {
        foreach (var (publicId, at) in kept)
        {
            _uses[publicId].Kept = at.UtcTicks;
        }
    }

    private sealed class Use
    {
        public long Last;
        public long Kept;
    }
}
