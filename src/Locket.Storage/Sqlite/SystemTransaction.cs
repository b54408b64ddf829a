using Locket.Engine.Records;

namespace Locket.Storage.Sqlite;

/// <summary>What one unit of work sees of the server's own data.</summary>
internal sealed class SystemTransaction(WriteSession session) : ISystemTransaction
{
    private const int SweptAtOnce = 1000;
    private readonly List<TokenRow> _tokens = [];
    private bool _isOver;

    public ChainHead Head { get; private set; } = session.System;

    private WriteStatements Rows =>
        _isOver ? throw new InvalidOperationException("The unit of work is over: its transaction was used after it.") : session.Rows;

    public ValueTask<TokenRow?> FindTokenAsync(string publicId, CancellationToken cancellationToken) => new(Rows.FindToken(publicId));

    public ValueTask PutTokenAsync(TokenRow row, CancellationToken cancellationToken)
    {
        Rows.PutToken(row);
        _tokens.Add(row);

        return ValueTask.CompletedTask;
    }

    public ValueTask SetClockMarkAsync(ReadOnlyMemory<byte> mark, CancellationToken cancellationToken)
    {
        Rows.SetClockMark(mark);

        return ValueTask.CompletedTask;
    }

    public ValueTask AppendAsync(AuditRow row, CancellationToken cancellationToken)
    {
        if (row.Number != Head.Number + 1 || row.Chain != Guid.Empty)
        {
            throw new ArgumentException($"Audit entry {row.Number} cannot follow entry {Head.Number} of the server's chain.", nameof(row));
        }

        Rows.AddAudit(0, row);
        Head = Head with { Number = row.Number, Seal = row.Seal };

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> SweepRequestsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        new(Rows.SweepRequests(before, SweptAtOnce));

    public void Accept()
    {
        session.Accept(Head, _tokens);
        _isOver = true;
    }

    public void Abandon() => _isOver = true;
}
