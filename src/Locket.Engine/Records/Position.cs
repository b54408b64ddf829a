namespace Locket.Engine.Records;

/// <summary>
/// Where a reader stands in a space's log. A sequence alone is not enough: after a restore the same numbers mean other
/// rows, so the position also names the incarnation of the space and the seal of the chain at that sequence.
/// </summary>
/// <param name="Incarnation">Random id of the space; never used twice.</param>
/// <param name="Sequence">Of the last row seen; 0 before the first.</param>
/// <param name="Seal">16 bytes: the chain's seal there; empty at 0.</param>
public sealed record Position(Guid Incarnation, long Sequence, ReadOnlyMemory<byte> Seal)
{
    public bool Equals(Position? other) =>
        other is not null && Incarnation == other.Incarnation && Sequence == other.Sequence && Seal.Span.SequenceEqual(other.Seal.Span);

    public override int GetHashCode() => HashCode.Combine(Incarnation, Sequence);
}
