using Locket.Engine.Records;

namespace Locket.Engine.Audit;

/// <summary>What a chain says of its space's records, in order of number.</summary>
internal sealed class ChainRecords
{
    public const string PurgeAction = "purge";

    private readonly List<ReadOnlyMemory<byte>> _seals = [];
    private readonly List<byte[]?> _records = [];
    private readonly HashSet<string> _purged = new(StringComparer.Ordinal);

    public int Count => _seals.Count;

    public ReadOnlyMemory<byte> LastSeal => _seals.Count == 0 ? ReadOnlyMemory<byte>.Empty : _seals[^1];

    public void Add(AuditRow row, AuditFacts facts)
    {
        _seals.Add(row.Seal);
        _records.Add(facts.Record);
        if (facts.Action == PurgeAction && facts.Subject is { } subject)
        {
            _purged.Add(Convert.ToHexString(subject));
        }
    }

    public bool SealStartsWith(long number, ReadOnlyMemory<byte> seal) =>
        number <= Count && _seals[(int)number - 1].Span.StartsWith(seal.Span);

    public bool RecordIs(long number, byte[] mac) => number <= Count && _records[(int)number - 1].AsSpan().SequenceEqual(mac);

    /// <summary>A body may be gone only where the chain says that it was purged.</summary>
    public bool IsPurged(byte[] subject) => _purged.Contains(Convert.ToHexString(subject));
}
