using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>
/// Sends the things of an import to a server. What the space knows already is not said again: then there is nothing to write,
/// however long ago the keys of the first import were let go.
/// </summary>
internal sealed class ServerTarget(LocketClient client, string space) : IImportTarget
{
    private readonly Lock _loading = new();
    private Task<Dictionary<string, string?>>? _types;
    private Task<HashSet<(string From, string Relation, string To)>>? _edges;

    public Task<ImportView> StoreAsync(Stream lines, CancellationToken cancellationToken) => client.ImportAsync(space, lines, cancellationToken);

    // What is not active was ended here, and a text that is in the history was left behind here: neither comes back.
    public async Task<bool> RefreshAsync(string id, string text, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(space, id, cancellationToken) is not { Status: "active" } memory || memory.Text == text)
        {
            return false;
        }

        var history = await client.HistoryAsync(space, id, cancellationToken);
        if (history is null || history.Versions.Any(version => version.Text == text))
        {
            return false;
        }

        var key = "import-" + StableId.Of("revision", $"{id}{text}");
        await client.ReviseAsync(
            space, id, new ReviseRequest { Text = text, ExpectedVersion = memory.Version, IdempotencyKey = key }, cancellationToken);

        return true;
    }

    public async Task<bool> DescribeAsync(FoundEntity entity, CancellationToken cancellationToken)
    {
        var types = await Once(ref _types, () => TypesAsync(cancellationToken));
        if (types.TryGetValue(entity.Name, out var type) && type == entity.Type)
        {
            return false;
        }

        var key = StableId.Of("entity", $"{entity.Name.Length}:{entity.Name}{entity.Type}");
        await client.DescribeAsync(space, new DescribeRequest { Name = entity.Name, Type = entity.Type, IdempotencyKey = "import-" + key }, cancellationToken);

        return true;
    }

    public async Task<bool> RelateAsync(FoundRelation relation, CancellationToken cancellationToken)
    {
        var edges = await Once(ref _edges, () => EdgesAsync(cancellationToken));
        if (edges.Contains((relation.From, relation.Relation, relation.To)))
        {
            return false;
        }

        var key = StableId.Of("relation", $"{relation.From.Length}:{relation.From}{relation.Relation.Length}:{relation.Relation}{relation.To}");
        var request = new RelateRequest { From = relation.From, Relation = relation.Relation, To = relation.To, IdempotencyKey = "import-" + key };
        var edge = await client.RelateAsync(space, request, cancellationToken);

        // A key that is known answers with the edge as it was made; one that somebody has ended since stays ended.
        return edge.Value?.Until is null;
    }

    // Several ask at once; the first of them reads.
    private Task<T> Once<T>(ref Task<T>? read, Func<Task<T>> reading)
    {
        lock (_loading)
        {
            return read ??= reading();
        }
    }

    private async Task<Dictionary<string, string?>> TypesAsync(CancellationToken cancellationToken)
    {
        var types = new Dictionary<string, string?>(StringComparer.Ordinal);
        await foreach (var entity in GraphPages.EntitiesAsync(client, space, cancellationToken))
        {
            types[entity.Name] = entity.Type;
        }

        return types;
    }

    private async Task<HashSet<(string From, string Relation, string To)>> EdgesAsync(CancellationToken cancellationToken)
    {
        var edges = new HashSet<(string From, string Relation, string To)>();
        await foreach (var edge in GraphPages.RelationsAsync(client, space, name: null, cancellationToken))
        {
            edges.Add((edge.From, edge.Relation, edge.To));
        }

        return edges;
    }
}
