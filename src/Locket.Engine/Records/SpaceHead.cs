namespace Locket.Engine.Records;

/// <summary>Where a space stands: who it is, its newest sequence, the seal of its chain there.</summary>
/// <param name="Incarnation">Random id, never used twice; keys and MACs are bound to it, not to the name.</param>
/// <param name="Sequence">Of the newest row; 0 for an empty space.</param>
/// <param name="Seal">32 bytes: the newest seal of the space's audit chain; empty at 0.</param>
/// <param name="KeyVersion">The newest version of the space's key.</param>
public sealed record SpaceHead(Guid Incarnation, long Sequence, ReadOnlyMemory<byte> Seal, int KeyVersion);
