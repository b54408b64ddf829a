using Locket.Engine.Security;

namespace Locket.Engine.Tokens;

/// <summary>Turns a presented secret into a <see cref="Caller"/>, or into nothing; the only maker of callers.</summary>
public sealed class Gatekeeper
{
    /// <summary>The caller, or null: unknown, malformed, expired and revoked secrets look the same from outside.</summary>
    /// <param name="secret">What stood after <c>Bearer</c>, as it came.</param>
    public ValueTask<Caller?> AdmitAsync(string? secret, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Takes a session token for this run: 43 base64url characters that hold 256 bits, or one of the operator's of at least 128 bits.</summary>
    public void OpenSession(string secret) => throw new NotSupportedException();

    /// <summary>The caller that work of the server itself runs as, so that the audit shows it.</summary>
    public Caller House() => throw new NotSupportedException();
}
