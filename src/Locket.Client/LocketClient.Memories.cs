using Locket.Client.Contracts;
using Locket.Client.Offline;
using Locket.Engine.Memories;
using Locket.Engine.Records;

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
        var key = request.IdempotencyKey ?? NewKey();
        var call = NewCall(Operations.Remember, space, key) with
        {
            Id = IdOf(key),
            Json = Text(request with { IdempotencyKey = null }, Outgoing.RememberRequest),
        };

        return WriteAsync(call, Lenient.MemoryView, ShownMemory, cancellationToken);
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

        return AnswerAsync(
            space, _ => GetAsync(path, Lenient.MemoryPageView, cancellationToken), (copy, _) => copy.List(Filter(request)), cancellationToken);
    }

    /// <summary>Reads one memory.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The memory, or null where the space has none with this id.</returns>
    public Task<MemoryView?> FindAsync(string space, string id, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            space,
            known => OrNullAsync(GetAsync(OfMemory(space, known(id)), Lenient.MemoryView, cancellationToken)),
            (copy, known) => copy.Find(known(id)),
            cancellationToken);

    /// <summary>Reads all versions of a memory.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The versions, oldest first, or null where the space has no memory with this id.</returns>
    public Task<HistoryView?> HistoryAsync(string space, string id, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            space,
            known => OrNullAsync(WholeHistoryAsync(OfMemory(space, known(id)).Fixed("history"), cancellationToken)),
            (copy, known) => copy.History(known(id)),
            cancellationToken);

    private async Task<HistoryView> WholeHistoryAsync(RoutePath path, CancellationToken cancellationToken)
    {
        var history = await GetAsync(path, Lenient.HistoryView, cancellationToken).ConfigureAwait(false);
        while (history.Earlier is { } before)
        {
            var page = await GetAsync(path.Query("before", before), Lenient.HistoryView, cancellationToken).ConfigureAwait(false);
            history = history with { Versions = [.. page.Versions, .. history.Versions], Earlier = page.Earlier };
        }

        return history;
    }

    /// <summary>Makes a new version of a memory; the old one stays in its history.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="request">What changes, and the version that the caller has seen.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The new version.</returns>
    public Task<Written<MemoryView>> ReviseAsync(string space, string id, ReviseRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = NewCall(Operations.Revise, space, request.IdempotencyKey) with
        {
            Id = Piece(id),
            Version = request.ExpectedVersion,
            Json = Text(request with { IdempotencyKey = null }, Outgoing.ReviseRequest),
        };

        return WriteAsync(call, Lenient.MemoryView, ShownMemory, cancellationToken);
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
        var call = NewCall(Operations.Forget, space, idempotencyKey) with { Id = Piece(id) };
        var written = await WriteAsync(call, SendAsync, (_, _, _) => "", cancellationToken);

        return written.State;

        // The answer has no body.
        async Task<string> SendAsync(Call request)
        {
            await _sender.ReadAsync(request, cancellationToken);

            return "";
        }
    }

    /// <summary>Takes the last change of a memory back; that is a change too.</summary>
    /// <param name="space">Where.</param>
    /// <param name="id">Which.</param>
    /// <param name="idempotencyKey">The same key with the same request is done once; made when null.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The memory as it stands now.</returns>
    public Task<Written<MemoryView>> UndoAsync(
        string space, string id, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        WriteAsync(
            NewCall(Operations.Undo, space, idempotencyKey) with { Id = Piece(id) }, Lenient.MemoryView, ShownMemory, cancellationToken);

    private static MemoryView? ShownMemory(CopyReader copy, QueuedCall call, Memory? memory) =>
        memory is null ? null : copy.Shown(memory) with { State = ItemState.Queued };

    private static MemoryFilter Filter(ListRequest? request) => new()
    {
        Kinds = request?.Kinds ?? [],
        Tags = request?.Tags ?? [],
        About = request?.About,
        Author = request?.Author,
        Status = request?.Status is { } status ? MemoryStatusNames.Parse(status) : MemoryStatus.Active,
        Limit = request?.Limit ?? Limits.DefaultPageSize,
        Cursor = request?.Cursor,
    };

    private static string Piece(string id)
    {
        _ = RoutePath.Of("").Piece(id, nameof(id));

        return id;
    }

    private static RoutePath OfMemory(string space, string id) => RoutePath.OfSpace(space, "memories").Piece(id, nameof(id));
}
