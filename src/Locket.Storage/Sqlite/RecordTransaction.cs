using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;

namespace Locket.Storage.Sqlite;

/// <summary>What one unit of work sees of one space. It is done when the unit is: what leaks out of it does nothing.</summary>
internal sealed class RecordTransaction(WriteSession session, SpaceName name, SpaceNameSealer names, SpaceBirths births) : IRecordTransaction
{
    private SpaceState? _space = session.Space(name, () => names.Mac(name));
    private bool _hasMoved;
    private bool _isOver;

    public SpaceHead Head => Living().Head;

    private WriteStatements Rows =>
        _isOver ? throw new InvalidOperationException("The unit of work is over: its transaction was used after it.") : session.Rows;

    public ValueTask<IReadOnlyList<SealedRow>> FindAsync(MemoryId id, CancellationToken cancellationToken) =>
        new(_space is { IsBorn: true } space ? Rows.Find(space.Number, id) : []);

    public ValueTask<IReadOnlyList<SealedRow>> FindTailAsync(MemoryId id, int before, int limit, CancellationToken cancellationToken) =>
        new(_space is { IsBorn: true } space ? Rows.FindTail(space.Number, id, before, limit) : []);

    public ValueTask<IReadOnlyList<MemoryId>> FindByContentAsync(long contentMac, CancellationToken cancellationToken) =>
        new(_space is { IsBorn: true } space ? Rows.FindByContent(space.Number, contentMac) : []);

    public ValueTask<IdempotencyRow?> FindRequestAsync(ReadOnlyMemory<byte> keyMac, CancellationToken cancellationToken) =>
        new(_space is { IsBorn: true } space ? Rows.FindRequest(space.Number, keyMac) : null);

    public ValueTask AppendAsync(SealedRow row, AuditRow audit, CancellationToken cancellationToken)
    {
        var space = Born();
        var next = space.Head.Sequence + 1;
        if (row.Sequence != next || audit.Number != next || audit.Chain != space.Head.Incarnation)
        {
            throw new ArgumentException($"Row {row.Sequence} with audit entry {audit.Number} cannot follow row {next - 1} of this space.", nameof(row));
        }

        if (session.IsShortOfRoom && row.Version == 1)
        {
            throw WriteFaults.Full();
        }

        Rows.Add(space.Number, row);
        Rows.AddAudit(space.Number, audit);
        Move(space with { Head = space.Head with { Sequence = next, Seal = audit.Seal } });

        return ValueTask.CompletedTask;
    }

    public ValueTask KeepRequestAsync(IdempotencyRow row, CancellationToken cancellationToken)
    {
        Rows.AddRequest(Born().Number, row);

        return ValueTask.CompletedTask;
    }

    public ValueTask PurgeAsync(MemoryId id, CancellationToken cancellationToken)
    {
        if (_space is { IsBorn: true } space)
        {
            session.Vectors.Drop(space.Number, id);
            Rows.Purge(space.Number, id);
            session.Snapshots.Forget(space.Number);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DropVectorAsync(MemoryId id, CancellationToken cancellationToken)
    {
        if (_space is { IsBorn: true } space && !_isOver)
        {
            session.Vectors.Drop(space.Number, id);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask TouchAsync(CancellationToken cancellationToken)
    {
        Rows.Touch();

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the unit of work; what it did counts for those after it.</summary>
    public void Accept()
    {
        if (_hasMoved)
        {
            session.Accept(name, _space!);
        }

        _isOver = true;
    }

    public void Abandon() => _isOver = true;

    private SpaceState Living()
    {
        var space = _space ??= births.Conceive(name);

        return space.State == SpaceState.Live
            ? space
            : throw new RefusalException(RefusalCode.Unavailable, "this space is being erased: try again later");
    }

    private SpaceState Born()
    {
        var space = Living();
        if (!space.IsBorn)
        {
            var head = space.Head;
            space = space with { Number = Rows.AddSpace(head.Incarnation, names.Mac(name), names.Seal(head.Incarnation, name), head.KeyVersion) };
            Move(space);
        }

        return space;
    }

    private void Move(SpaceState space) => (_space, _hasMoved) = (space, true);
}
