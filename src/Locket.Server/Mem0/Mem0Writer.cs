using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Transfer;

namespace Locket.Server.Mem0;

/// <summary>What mem0's interface changes, put to the engine.</summary>
internal sealed class Mem0Writer(Mem0Reader reader, MemoryEngine memories, TransferEngine transfer)
{
    public const string UserType = "user";
    public const string AgentType = "agent";
    public const string AppType = "app";
    public const string RunType = "run";

    /// <summary>Stores every message, all in one durable step.</summary>
    public async Task<IReadOnlyList<Mem0Event>> AddAsync(Mem0Asker asker, Mem0Add add, CancellationToken cancellationToken)
    {
        var outcomes = await transfer.ImportAsync(asker.Caller, add.Space, add.Items, cancellationToken);

        return [.. add.Messages.Zip(outcomes, Event)];
    }

    public async Task<Memory> UpdateAsync(Mem0Asker asker, MemoryId id, Revision revision, CancellationToken cancellationToken) =>
        await memories.ReviseAsync(asker.Caller, await SpaceOfAsync(asker, id, cancellationToken), id, revision, cancellationToken);

    /// <param name="withReplaced">Also those that it took the place of, and those that they did.</param>
    public async Task DeleteAsync(Mem0Asker asker, MemoryId id, bool withReplaced, string? key, CancellationToken cancellationToken)
    {
        var space = await SpaceOfAsync(asker, id, cancellationToken);
        var ids = withReplaced ? await ChainAsync(asker, space, id, cancellationToken) : [id];
        await memories.ForgetAsync(asker.Caller, space, ids, key, cancellationToken);
    }

    /// <summary>Forgets all that the scope covers in its space; <c>undo</c> brings each back.</summary>
    public Task<int> DeleteAllAsync(Mem0Asker asker, Mem0Scope scope, string? key, CancellationToken cancellationToken) =>
        memories.ForgetWhereAsync(asker.Caller, scope.Space, scope.ToFilter(), key, cancellationToken);

    /// <summary>Changes one after the other. All are looked for before the first is changed.</summary>
    public async Task<int> UpdateAllAsync(Mem0Asker asker, IReadOnlyList<(MemoryId Id, Revision Revision)> changes, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync(asker, [.. changes.Select(change => change.Id)], cancellationToken);
        foreach (var (id, revision) in changes)
        {
            await memories.ReviseAsync(asker.Caller, places[id], id, revision, cancellationToken);
        }

        return changes.Count;
    }

    /// <summary>Forgets in steps of a hundred, space by space. All are looked for before the first is forgotten.</summary>
    public async Task<int> DeleteManyAsync(Mem0Asker asker, IReadOnlyList<MemoryId> ids, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync(asker, ids, cancellationToken);
        foreach (var space in places.GroupBy(place => place.Value, place => place.Key))
        {
            foreach (var some in space.Chunk(Limits.PageSize))
            {
                await memories.ForgetAsync(asker.Caller, space.Key, some, key: null, cancellationToken);
            }
        }

        return places.Count;
    }

    public Task<int> DeleteEntityAsync(Mem0Asker asker, string type, string name, CancellationToken cancellationToken) => DeleteAllAsync(
        asker,
        type switch
        {
            UserType => Mem0Scope.Of(asker, name),
            AgentType => Mem0Scope.Of(asker, null, agent: name),
            AppType => Mem0Scope.Of(asker, null, app: name),
            RunType => Mem0Scope.Of(asker, null, run: name),
            _ => throw RefusalException.Invalid("the type of an entity is user, agent, app or run"),
        },
        key: null,
        cancellationToken);

    private async Task<IReadOnlyList<MemoryId>> ChainAsync(Mem0Asker asker, SpaceName space, MemoryId id, CancellationToken cancellationToken)
    {
        var chain = new List<MemoryId>();
        for (MemoryId? next = id; next is { } link && chain.Count < Limits.PageSize && !chain.Contains(link);)
        {
            chain.Add(link);
            next = (await memories.FindAsync(asker.Caller, space, link, cancellationToken))?.Content.Replaces;
        }

        return chain;
    }

    // A token that may only write cannot look around, so it reaches its own space alone.
    private async Task<SpaceName> SpaceOfAsync(Mem0Asker asker, MemoryId id, CancellationToken cancellationToken) =>
        asker.Caller.Scopes.HasFlag(Scope.Read) ? (await reader.FindAsync(asker, id, cancellationToken)).Space : asker.Own;

    private async Task<Dictionary<MemoryId, SpaceName>> PlacesAsync(Mem0Asker asker, IReadOnlyList<MemoryId> ids, CancellationToken cancellationToken)
    {
        var places = new Dictionary<MemoryId, SpaceName>();
        foreach (var id in ids)
        {
            places[id] = await SpaceOfAsync(asker, id, cancellationToken);
        }

        return places;
    }

    private static Mem0Event Event(Mem0Message message, ImportOutcome outcome) => new(
        Mem0Views.Id(outcome.Id),
        message.Text,
        outcome.IsNew ? Mem0Views.Added : Mem0Views.Unchanged,
        new Mem0Data(message.Text),
        message.Author,
        message.Role);
}
