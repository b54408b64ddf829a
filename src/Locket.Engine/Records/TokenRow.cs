namespace Locket.Engine.Records;

/// <summary>A named token as kept: nothing in it lets anybody in.</summary>
/// <param name="PublicId">12 characters; names the token in logs and in the audit.</param>
/// <param name="SecretHash">SHA-256 of the secret; enough at 256 bits of entropy.</param>
/// <param name="Body">Name, principal, scopes, spaces, limits, times: sealed, and bound to the other columns, so that whoever
/// writes the database cannot insert or widen a token.</param>
public sealed record TokenRow(string PublicId, ReadOnlyMemory<byte> SecretHash, ReadOnlyMemory<byte> Body);
