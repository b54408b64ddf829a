using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Search;
using Locket.Engine.Security;

namespace Locket.Client.Offline;

/// <summary>
/// One space as this client knows it: what the server said last, and on top of it what waits in the outbox. It is caught up with the
/// vault before each use, so several processes see each other's writes. Used by one caller at a time.
/// </summary>
internal sealed class SpaceCopy(Vault vault, Identity identity, SpaceName space)
{
    private SpaceIndex _index = new();
    private readonly Dictionary<MemoryId, List<Change>> _queued = [];
    private readonly List<long> _taken = [];
    private string? _position;
    private bool _isBuilt;

    public SpaceName Space => space;

    public SpaceIndex Index => _index;

    /// <summary>How far the copy has come; null where the server never gave one.</summary>
    public CopyState? State { get; private set; }

    /// <summary>Whether there is anything to answer from.</summary>
    public bool IsKnown => State is not null || _taken.Count > 0;

    public CopyExtent Extent => State is not { } state ? CopyExtent.WaitingOnly : state.Sequence < state.Head ? CopyExtent.Part : CopyExtent.Whole;

    /// <summary>Takes in what is new in the vault.</summary>
    /// <param name="actor">Whom the writes that wait are stamped with.</param>
    public void CatchUp(Actor actor)
    {
        State = vault.FindCopy(identity, space.Value);
        var isSame = _isBuilt && State?.Position == _position
            && (_taken.Count == 0 || vault.NumbersFor(identity, space.Value, _taken[^1]).SequenceEqual(_taken));
        if (!isSame)
        {
            Rebuild();
        }

        foreach (var call in vault.WaitingFor(identity, space.Value, _taken is [.., var last] ? last : 0))
        {
            _taken.Add(call.Number);
            Take(call, actor);
        }
    }

    /// <summary>Foresees what the server will make of a write, without taking it in.</summary>
    /// <returns>The memory as it will stand; null where that is not known here.</returns>
    /// <exception cref="RefusalException">The server is certain to refuse it.</exception>
    public Memory? Foresee(QueuedCall call, Actor actor)
    {
        var changes = Foreseen.Of(this, call, actor, isStrict: true);

        return call.Memory is { } id && changes.Any(change => change.Id == id)
            ? MemoryFold.Fold(space, ChangesOf(id).Concat(changes.Where(change => change.Id == id)))
            : call.Memory is { } other ? Find(other) : null;
    }

    /// <returns>All changes of one id, oldest first, those that wait last.</returns>
    public IReadOnlyList<Change> ChangesOf(MemoryId id)
    {
        var known = vault.ChangesOf(identity, space.Value, id);

        return _queued.TryGetValue(id, out var queued) ? [.. known, .. queued] : known;
    }

    public Memory? Find(MemoryId id) => MemoryFold.Fold(space, ChangesOf(id));

    public Memory? FindAsOf(MemoryId id, DateTimeOffset asOf) => MemoryFold.Fold(space, ChangesOf(id).TakeWhile(change => change.At <= asOf));

    public IReadOnlyList<Memory> FindAll(IEnumerable<MemoryId> ids) => [.. ids.Select(Find).OfType<Memory>()];

    /// <summary>Whether a write to this memory waits.</summary>
    public bool IsQueued(MemoryId id) => _queued.ContainsKey(id);

    /// <summary>A throw-away index of what had been written by a time, that moment included.</summary>
    public SpaceIndex AsOf(DateTimeOffset time)
    {
        var index = new SpaceIndex();
        foreach (var change in vault.Changes(identity, space.Value, after: 0).Where(change => change.At <= time))
        {
            index.Apply(change);
        }

        return index;
    }

    /// <returns>Every active memory, of one kind or of all.</returns>
    public IReadOnlyList<MemoryId> Active(string? kind, DateTimeOffset now)
    {
        var found = new List<MemoryId>();
        var query = new ListQuery
        {
            Now = now,
            Limit = Limits.PageSize,
            IncludeExpired = true,
            Filter = new Engine.Search.MemoryFilter { Kinds = kind is null ? [] : [kind] },
        };
        while (true)
        {
            var page = _index.List(query);
            found.AddRange(page.Ids);
            if (page.Next is not { } next)
            {
                return found;
            }

            query = query with { Before = next };
        }
    }

    private void Rebuild()
    {
        (_index, _position, _isBuilt) = (new SpaceIndex(), State?.Position, true);
        _queued.Clear();
        _taken.Clear();
        foreach (var change in vault.Changes(identity, space.Value, after: 0))
        {
            _index.Apply(change);
        }
    }

    private void Take(QueuedCall call, Actor actor)
    {
        foreach (var change in Foreseen.Of(this, call, actor, isStrict: false))
        {
            var placed = change with { Sequence = _index.Position + 1, At = call.At };
            _index.Apply(placed);
            if (!_queued.TryGetValue(placed.Id, out var queued))
            {
                _queued.Add(placed.Id, queued = []);
            }

            queued.Add(placed);
        }
    }
}
