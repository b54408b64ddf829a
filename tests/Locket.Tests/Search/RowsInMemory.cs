using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Tests.Search;

/// <summary>
/// The reading half of a store over rows in memory, which may be swapped for another history and made to wait. What is
/// asked of a real store (files, syncs, transactions) is tested there.
/// </summary>
internal sealed class RowsInMemory : IRecordStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SpaceName, (Guid Incarnation, List<Change> Changes)> _spaces = [];
    private int _reads;

    /// <summary>Awaited before each read, so that a test decides when it goes on.</summary>
    public Func<SpaceName, Task> Gate { get; set; } = _ => Task.CompletedTask;

    public int Reads => _reads;

    /// <summary>Makes this the history of the space from now on.</summary>
    public void Put(SpaceName space, Guid incarnation, IEnumerable<Change> changes)
    {
        lock (_lock)
        {
            _spaces[space] = (incarnation, [.. changes]);
        }
    }

    public void Erase(SpaceName space)
    {
        lock (_lock)
        {
            _spaces.Remove(space);
        }
    }

    public Change Open(Guid incarnation, SealedRow row)
    {
        lock (_lock)
        {
            return _spaces.Values.Single(space => space.Incarnation == incarnation).Changes[(int)row.Sequence - 1];
        }
    }

    public async ValueTask<RowPage> ReadAsync(ReadGrant grant, Position? after, int limit, CancellationToken cancellationToken)
    {
        await Gate(grant.Space);
        lock (_lock)
        {
            _reads++;
            if (!_spaces.TryGetValue(grant.Space, out var space))
            {
                return new RowPage(null, after is not null, []);
            }

            var head = new SpaceHead(space.Incarnation, space.Changes.Count, new byte[32], 1);
            var isOther = after is not null && (after.Incarnation != space.Incarnation || after.Sequence > head.Sequence);
            var rows = isOther ? [] : space.Changes.Skip((int)(after?.Sequence ?? 0)).Take(limit).Select(Row).ToList();
            return new RowPage(head, isOther, rows);
        }
    }

    public async ValueTask<SpaceHead?> HeadAsync(ReadGrant grant, CancellationToken cancellationToken) =>
        (await ReadAsync(grant, null, 0, cancellationToken)).Head;

    public Task<T> WriteAsync<T>(WriteGrant grant, Func<IRecordTransaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SpaceName>> ListSpacesAsync(ListGrant grant, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(ReadGrant grant, MemoryId id, int before, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static SealedRow Row(Change change) => new()
    {
        Sequence = change.Sequence,
        Id = change.Id,
        Version = change.Version,
        At = change.At,
        KeyVersion = 1,
        Body = null,
        Seal = new byte[SealedRow.SealLength],
    };
}
