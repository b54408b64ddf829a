namespace Locket.Engine.Security;

/// <summary>Who acts, as it is stamped on records and in the audit log.</summary>
/// <param name="Principal">Stable across rotations of the token; <c>owner</c> for every session token.</param>
/// <param name="TokenId">The public id of the token used, never its secret.</param>
/// <param name="Client">What the program calls itself, if it said so; never trusted.</param>
/// <param name="Trust">The ceiling of what this actor writes.</param>
public sealed record Actor(string Principal, string TokenId, string? Client, Trust Trust)
{
    public const string Owner = "owner";
    public const string SessionTokenId = "session";

    /// <summary>It is the owner of the data directory, or the server itself on their behalf; named tokens have principals of their own.</summary>
    public bool IsOwner => Principal == Owner;
}
