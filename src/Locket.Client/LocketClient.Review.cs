using Locket.Client.Contracts;

namespace Locket.Client;

/// <content>What was held back, and what a token did: for administrators.</content>
public sealed partial class LocketClient
{
    /// <summary>Lists what was held back in a space, newest first.</summary>
    /// <param name="space">Where.</param>
    /// <param name="cursor">From the page before.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page, and the cursor of the next.</returns>
    public Task<MemoryPageView> ReviewAsync(string space, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default) =>
        AtServerAsync(GetAsync(RoutePath.OfSpace(space, "review").Query("cursor", cursor).Query("limit", limit), Lenient.MemoryPageView, cancellationToken));

    /// <summary>Lets a memory out of quarantine; it takes the place of what it was written to replace. Doing it twice changes nothing.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt; it may have happened by then.</param>
    /// <returns>The memory as it stands now.</returns>
    public Task<MemoryView> ApproveAsync(string space, string id, CancellationToken cancellationToken = default) =>
        OnceAsync(HttpMethod.Post, RoutePath.OfSpace(space, "review").Piece(id, nameof(id)).Fixed("approve"), json: null, Lenient.MemoryView, cancellationToken);

    /// <summary>Forgets a memory that waits in quarantine; an undo brings it back there until it is purged. Doing it twice changes nothing.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt; it may have happened by then.</param>
    /// <returns>The memory as it stands now.</returns>
    public Task<MemoryView> RejectAsync(string space, string id, CancellationToken cancellationToken = default) =>
        OnceAsync(HttpMethod.Post, RoutePath.OfSpace(space, "review").Piece(id, nameof(id)).Fixed("reject"), json: null, Lenient.MemoryView, cancellationToken);

    /// <summary>
    /// Takes back what a token did, in every space that the administrator's token covers: what it wrote waits for a review, what it changed
    /// stands as before. Revoke it first. Doing it twice changes nothing more.
    /// </summary>
    /// <param name="id">The public id of the token.</param>
    /// <param name="since">Only what it did then or later; everything when null.</param>
    /// <param name="cancellationToken">Ends the attempt; a part may have happened by then.</param>
    /// <returns>How much was taken back.</returns>
    public Task<RollbackView> RollBackTokenAsync(string id, DateTimeOffset? since = null, CancellationToken cancellationToken = default) => OnceAsync(
        HttpMethod.Post,
        RoutePath.Of("v1/tokens").Piece(id, nameof(id)).Fixed("rollback"),
        Json(new RollbackRequest(since), Outgoing.RollbackRequest),
        Lenient.RollbackView,
        cancellationToken);
}
