using System.Collections.Concurrent;
using Locket.Engine.Records;

namespace Locket.Storage.Sqlite;

/// <summary>All tokens in memory: each request looks one up, and one owner is the only one that changes them.</summary>
internal sealed class TokenCache
{
    private readonly ConcurrentDictionary<string, TokenRow> _tokens = new(StringComparer.Ordinal);

    public TokenRow? Find(string publicId) => _tokens.GetValueOrDefault(publicId);

    public IReadOnlyList<TokenRow> All() => [.. _tokens.Values.OrderBy(token => token.PublicId, StringComparer.Ordinal)];

    /// <summary>Called after the commit, before it is acknowledged.</summary>
    public void Put(IEnumerable<TokenRow> tokens)
    {
        foreach (var token in tokens)
        {
            _tokens[token.PublicId] = token;
        }
    }
}
