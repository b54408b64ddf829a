using Locket.Client.Offline;

namespace Locket.Client;

/// <summary>Who this client is to its server, and whether the server is there.</summary>
/// <param name="Seat">What the server said when it last let this client in.</param>
/// <param name="Route">The way by which it did so just now; null while it is away.</param>
/// <param name="Away">What was met when it was asked; null while it is there.</param>
internal sealed record Guest(Seat Seat, Route? Route, Exception? Away)
{
    public Identity Identity { get; } = Seat.Identity();

    /// <summary>Why a call is answered here, in one sentence without a full stop: the address that was tried, and what came of it.</summary>
    public string Reason { get; init; } = "earlier writes to this space have to go out first";

    /// <summary>Whether a call may go to the server: it is there, and nothing has to go out before.</summary>
    public bool IsClear { get; init; }
}
