
using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>Named tokens: make, list, rotate, revoke.</summary>
public sealed class TokenEngine
{
    /// <summary>A new token; its secret is in the answer and nowhere else.</summary>
    public Task<IssuedToken> CreateAsync(Caller caller, TokenRequest request, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>All named tokens in order of creation, revoked ones too.</summary>
    public Task<IReadOnlyList<NamedToken>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>A new secret under a new public id for the same principal; the old one stops at once.</summary>
    public Task<IssuedToken> RotateAsync(Caller caller, string publicId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The token lets nobody in from the next request on.</summary>
    public Task<NamedToken> RevokeAsync(Caller caller, string publicId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
