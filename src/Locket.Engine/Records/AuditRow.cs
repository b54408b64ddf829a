namespace Locket.Engine.Records;

/// <summary>One entry of an audit chain, as kept: its place, its sealed fields and the seal that chains it.</summary>
/// <param name="Chain">The space's incarnation, or <see cref="Guid.Empty"/> for the chain of the server itself.</param>
/// <param name="Number">1, 2, 3 … without gaps within the chain; equals the sequence of the record row it speaks of.</param>
/// <param name="Body">The entry, sealed under the server's audit key.</param>
/// <param name="Seal">32 bytes: HMAC over the seal before it and the canonical entry.</param>
public sealed record AuditRow(Guid Chain, long Number, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Seal);
