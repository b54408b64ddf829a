using Locket.Engine.Security;

namespace Locket.Client.Offline;

/// <summary>
/// What is known of a way to a server from the last time that it let this client in: so that a client without a server knows whose
/// copy it may answer from.
/// </summary>
internal sealed record Seat
{
    public required string Server { get; init; }

    public required string Principal { get; init; }

    public required string Token { get; init; }

    public required string Trust { get; init; }

    public required bool MayRead { get; init; }

    /// <summary>When the server last let this client in.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it turned the token away since; null while it has not.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    public Identity Identity() => new(Server, Principal);

    public Actor Actor(string client) => new(Principal, Token, client, TrustNames.Parse(Trust));
}
