using Locket.Client.Contracts;

namespace Locket.Client;

/// <content>Memories: remember, list, revise, forget, undo.</content>
public sealed partial class LocketClient
{
    /// <summary>Remembers a text.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">What, and what is known about it. Without a key one is made.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The memory as the server keeps it.</returns>
    public Task<Written<MemoryView>> RememberAsync(string space, RememberRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (sent, key) = (request with { IdempotencyKey = null }, request.IdempotencyKey);

        return WriteAsync(
            HttpMethod.Post, RoutePath.OfSpace(space, "memories"), Json(sent, Outgoing.RememberRequest), key, Lenient.MemoryView, cancellationToken);
    }

    /// <summary>Remembers a text.</summary>
    /// <param name="space">Where.</param>
    /// <param name="text">What.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The memory as the server keeps it.</returns>
    public Task<Written<MemoryView>> RememberAsync(string space, string text, CancellationToken cancellationToken = default) =>
        RememberAsync(space, new RememberRequest { Text = text }, cancellationToken);

    /// <summary>Lists memories, newest first.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">Which; null for all that are active.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page, and the cursor of the next.</returns>
    public Task<MemoryPageView> ListAsync(string space, ListRequest? request = null, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.OfSpace(space, "memories")
            .Query("limit", request?.Limit)
            .Query("cursor", request?.Cursor)
            .Query("kind", request?.Kinds)
            .Query("tag", request?.Tags)
            .Query("about", request?.About)
            .Query("author", request?.Author)
            .Query("status", request?.Status);

        return GetAsync(path, Lenient.MemoryPageView, cancellationToken);
    }

    /// <summary>Reads one memory.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The memory, or null where the space has none with this id.</returns>
    public Task<MemoryView?> FindAsync(string space, string id, CancellationToken cancellationToken = default) =>
        OrNullAsync(GetAsync(OfMemory(space, id), Lenient.MemoryView, cancellationToken));

    /// <summary>Reads all versions of a memory.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The versions, oldest first, or null where the space has no memory with this id.</returns>
    public Task<HistoryView?> HistoryAsync(string space, string id, CancellationToken cancellationToken = default) =>
        OrNullAsync(GetAsync(OfMemory(space, id).Fixed("history"), Lenient.HistoryView, cancellationToken));

    /// <summary>Makes a new version of a memory; the old one stays in its history.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="request">What changes, and the version that the caller has seen.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The new version.</returns>
    public Task<Written<MemoryView>> ReviseAsync(string space, string id, ReviseRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (sent, key) = (request with { IdempotencyKey = null }, request.IdempotencyKey);

        return WriteAsync(
            HttpMethod.Patch, OfMemory(space, id), Json(sent, Outgoing.ReviseRequest), key, Lenient.MemoryView, cancellationToken);
    }

    /// <summary>Ends a memory. <see cref="UndoAsync"/> brings it back until it is purged.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="idempotencyKey">The same key with the same request is done once; made when null.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>How far the write has come.</returns>
    public async Task<WriteState> ForgetAsync(
        string space, string id, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Delete, OfMemory(space, id).ToString()) { Key = idempotencyKey ?? NewKey() };
        using var response = await _sender.SendAsync(call, cancellationToken);

        return WriteState.Stored;
    }

    /// <summary>Takes the last change of a memory back; that is a change too.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="idempotencyKey">The same key with the same request is done once; made when null.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The memory as it stands now.</returns>
    public Task<Written<MemoryView>> UndoAsync(
        string space, string id, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        WriteAsync(HttpMethod.Post, OfMemory(space, id).Fixed("undo"), json: null, idempotencyKey, Lenient.MemoryView, cancellationToken);

    private static RoutePath OfMemory(string space, string id) => RoutePath.OfSpace(space, "memories").Piece(id, nameof(id));
}
