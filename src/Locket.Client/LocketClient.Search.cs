using Locket.Client.Contracts;
using Locket.Client.Offline;

namespace Locket.Client;

/// <content>Finding: recall, context, and what is known around a name.</content>
public sealed partial class LocketClient
{
    /// <summary>Finds the memories that answer a question.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">The question and its filters.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was found, best first.</returns>
    public Task<RecallResponse> RecallAsync(string space, RecallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call(HttpMethod.Post, RoutePath.OfSpace(space, "recall").ToString()) { Json = Json(request, Outgoing.RecallRequest) };

        return AnswerAsync(space, _ => _sender.AskAsync(call, Lenient.RecallResponse, cancellationToken), (copy, _) => copy.Recall(request), cancellationToken);
    }

    /// <summary>Finds the memories that answer a question.</summary>
    /// <param name="space">Where.</param>
    /// <param name="query">The question, in plain words.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was found, best first.</returns>
    public Task<RecallResponse> RecallAsync(string space, string query, CancellationToken cancellationToken = default) =>
        RecallAsync(space, new RecallRequest { Query = query }, cancellationToken);

    /// <summary>Makes one block of recalled data, ready for a prompt.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">What it is for, and its budget.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The block, never larger than the budget.</returns>
    public Task<ContextResponse> ContextAsync(string space, ContextRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call(HttpMethod.Post, RoutePath.OfSpace(space, "context").ToString()) { Json = Json(request, Outgoing.ContextRequest) };

        return AnswerAsync(space, _ => _sender.AskAsync(call, Lenient.ContextResponse, cancellationToken), (copy, _) => copy.Context(request), cancellationToken);
    }

    /// <summary>Lists memories of one kind about one thing that cannot both be so, for somebody to settle.</summary>
    /// <param name="space">Where.</param>
    /// <param name="cursor">From the page before.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page of pairs, and the cursor of the next.</returns>
    public Task<ContradictionPageView> ContradictionsAsync(
        string space, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            space,
            _ => GetAsync(RoutePath.OfSpace(space, "contradictions").Query("cursor", cursor).Query("limit", limit), Lenient.ContradictionPageView, cancellationToken),
            (copy, _) => copy.Contradictions(cursor, limit, cancellationToken),
            cancellationToken);

    /// <summary>Lists the named things of a space, in ordinal order.</summary>
    /// <param name="space">Where.</param>
    /// <param name="cursor">From the page before.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page, and the cursor of the next.</returns>
    public Task<EntityPageView> EntitiesAsync(string space, string? cursor = null, int? limit = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(
            space,
            _ => GetAsync(RoutePath.OfSpace(space, "entities").Query("cursor", cursor).Query("limit", limit), Lenient.EntityPageView, cancellationToken),
            (copy, _) => copy.Entities(cursor, limit),
            cancellationToken);

    /// <summary>Gives a named thing a type.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">Its name and type.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The thing as it stands now.</returns>
    public Task<Written<EntityView>> DescribeAsync(string space, DescribeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = NewCall(Operations.Describe, space, request.IdempotencyKey) with
        {
            Id = NewKey(),
            Json = Text(request with { IdempotencyKey = null }, Outgoing.DescribeRequest),
        };

        return WriteAsync(call, Lenient.EntityView, (copy, _, _) => copy.Entity(request.Name) with { Type = request.Type }, cancellationToken);
    }

    /// <summary>Lists the edges at a named thing that hold.</summary>
    /// <param name="space">Where.</param>
    /// <param name="name">The thing; null for all edges.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cursor">From the page before.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page, and the cursor of the next.</returns>
    public Task<RelationListView> RelationsAsync(
        string space, string? name = null, int? limit = null, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.OfSpace(space, "relations").Query("name", name).Query("cursor", cursor).Query("limit", limit);

        return AnswerAsync(
            space, _ => GetAsync(path, Lenient.RelationListView, cancellationToken), (copy, _) => copy.Relations(name, limit, cursor), cancellationToken);
    }

    /// <summary>Adds or ends an edge between two named things.</summary>
    /// <param name="space">Where.</param>
    /// <param name="request">The edge.</param>
    /// <param name="cancellationToken">Ends the attempt; the write may have happened by then.</param>
    /// <returns>The edge as it stands now.</returns>
    public Task<Written<RelationView>> RelateAsync(string space, RelateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = NewCall(Operations.Relate, space, request.IdempotencyKey) with
        {
            Id = NewKey(),
            Json = Text(request with { IdempotencyKey = null }, Outgoing.RelateRequest),
        };

        return WriteAsync(call, Lenient.RelationView, (_, entry, _) => Foretold(entry, request), cancellationToken);
    }

    /// <summary>Shows what is known around a named thing.</summary>
    /// <param name="space">Where.</param>
    /// <param name="name">The thing.</param>
    /// <param name="depth">How many edges away.</param>
    /// <param name="limit">How many things at most.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Things, edges and memories; empty where nothing is known.</returns>
    public Task<GraphView> GraphAsync(
        string space, string name, int? depth = null, int? limit = null, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.OfSpace(space, "graph").Query("name", name).Query("depth", depth).Query("limit", limit);

        return AnswerAsync(
            space, _ => GetAsync(path, Lenient.GraphView, cancellationToken), (copy, _) => copy.Graph(name, depth, limit), cancellationToken);
    }

    private static RelationView Foretold(QueuedCall entry, RelateRequest request) => request.Ends == true
        ? new RelationView(entry.Id!, request.From, request.Relation, request.To, null, entry.At)
        : new RelationView(entry.Id!, request.From, request.Relation, request.To, entry.At, null);
}
